using RestStream.Storage.Files;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Log;

public sealed class ConcurrencyTests
{
    private const string Path = "/data";

    [Fact]
    public async Task ReadersBesideAWriterThatRolls_SeeEveryRecordOnceInOrder()
    {
        const int Records = 3000;
        using var directory = new TempDirectory();
        using var fixture = new LogFixture(new PosixFileSystem(), directory.Path, new() { SegmentBytes = 5000, IndexIntervalBytes = 500 }).Open(threaded: true);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Follow(fixture, Records))).ToArray();
        for (var i = 0; i < Records; i++) fixture.Append(Batches.Numbered(i));
        foreach (var reader in readers) Assert.Equal(Enumerable.Range(0, Records).Select(i => (long)i), await Eventually.Ends(reader, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task WritersThatStartTheCommitAfterTheirLastLog_AreSynced()
    {
        const int Partitions = 8, Rounds = 200;
        using var directory = new TempDirectory();
        using var fixture = new LogFixture(new PosixFileSystem(), directory.Path, partitions: Partitions).Open(threaded: true);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                var ticket = default(CommitTicket);
                foreach (var log in fixture.Logs) ticket = CommitTicket.Max(ticket, log.Append(Batches.Numbered(round), startsCommit: false).Ticket);
                fixture.Directory.StartCommit();
                await Eventually.Ends(fixture.Directory.WaitForSyncAsync(ticket).AsTask());
            }
        })));
        foreach (var log in fixture.Logs) Assert.Equal(4 * Rounds, log.HighWatermark);
    }

    [Fact]
    public void ReadersBesideRetention_GoOnFromTheStart()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path, new() { SegmentBytes = 500, RetentionBytes = 1000 }).Open();
        for (var i = 0; i < 100; i++) fixture.AppendSynced(Batches.Numbered(i));
        disk.BeforeCall = (call, _) =>
        {
            if (call != FileCalls.Open) return;
            disk.BeforeCall = null;
            fixture.Time.Advance(TimeSpan.FromMinutes(5));
        };
        var read = fixture.ReadAll();
        Assert.Equal(99, read[^1].Offset);
    }

    [Fact]
    public async Task Waiters_AreSignalledWhenRecordsBecomeVisible()
    {
        using var fixture = new LogFixture(new SimulatedFileSystem(), Path).Open(threaded: true);
        var waiter = new Waiter(fixture.Log);
        fixture.Log.AddWaiter(waiter);
        fixture.Append(Batches.Numbered(1));
        Assert.Equal(1, await Eventually.Ends(waiter.Signalled.Task));
        fixture.Log.RemoveWaiter(waiter);
    }

    [Fact]
    public void CleanLogs_OpenWithoutTouchingTheirFiles()
    {
        var disk = new SimulatedFileSystem();
        new LogFixture(disk, Path, partitions: 1000).Open().Stop();
        disk = disk.Kill();
        using var fixture = new LogFixture(disk, Path, partitions: 1000).Open();
        // The metadata of each, and nothing of its log.
        Assert.InRange(disk.CountCalls(FileCalls.Open), 1000, 1010);
        Assert.Equal(0, disk.CountCalls(FileCalls.Create | FileCalls.Write | FileCalls.AnySync));
        Assert.Equal(0, fixture.Logs[999].HighWatermark);
    }

    [Fact]
    public void NothingMovesAnyMore_TheDirectoryComesToRest()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path).Open();
        fixture.AppendSynced(Batches.Numbered(1));
        Pass(fixture, seconds: 5);
        var before = disk.CountCalls(FileCalls.Mutating);
        Pass(fixture, seconds: 30);
        Assert.Equal(before, disk.CountCalls(FileCalls.Mutating));
    }

    private static void Pass(LogFixture fixture, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            fixture.Commit();
        }
    }

    private static List<long> Follow(LogFixture fixture, int count)
    {
        var found = new List<long>();
        while (found.Count < count) found.AddRange(fixture.ReadAll(found.Count).Select(r => Batches.NumberOf(r.Value)));
        return found;
    }

    private sealed class Waiter(PartitionLog log) : ILogWaiter
    {
        public TaskCompletionSource<long> Signalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Signal() => Signalled.TrySetResult(log.HighWatermark);
    }
}
