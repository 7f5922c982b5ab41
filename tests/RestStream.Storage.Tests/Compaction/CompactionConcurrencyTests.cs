using System.Collections.Concurrent;
using RestStream.Storage.Files;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Compaction;

public sealed class CompactionConcurrencyTests
{
    /// <summary>Replaced segments are unlinked at once, so a reader that holds an old list meets it at every step.</summary>
    private static readonly LogConfig Busy = CompactedLog.Small with { SegmentBytes = 8000, MinCleanableDirtyRatio = 0.01, FileDeleteDelayMs = 0 };

    /// <summary>The clock and the readers leave the cores to those that they test: without it the cleaner had its turn too seldom beside other tests.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CompactionBesideAWriterReadersAndRetention_NoReadFailsAndNoKeyIsLost(bool deletes)
    {
        const int Rounds = 600, Keys = 50;
        using var directory = new TempDirectory();
        var config = Busy with { DeletePolicy = deletes, RetentionBytes = deletes ? 60_000 : -1, RetentionMs = -1 };
        using var fixture = new LogFixture(new PosixFileSystem(), directory.Path, config);
        fixture.Options = fixture.Options with { LogCleanerBackoff = TimeSpan.FromMilliseconds(1), RetentionCheckInitialDelay = TimeSpan.FromMilliseconds(5), RetentionCheckInterval = TimeSpan.FromMilliseconds(5) };
        fixture.Open(threaded: true);

        var written = new ConcurrentDictionary<string, int>();
        using var done = new CancellationTokenSource();
        var clock = Task.Run(() => Tick(fixture, done.Token));
        // Threads of their own: the pool begins with few, and the clock needs one.
        var readers = Enumerable.Range(0, 3).Select(i => Task.Factory.StartNew(
            () => ReadOn(fixture, i, done.Token), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        var rounds = 0;
        // What is written is cleaned once: a cleaner that had few turns needs more to clean.
        await Eventually.True(async () =>
        {
            for (var last = rounds + Rounds; rounds < last; rounds++)
            {
                var key = $"k{rounds % Keys}";
                var result = fixture.Append(Keyed.Batch(fixture.NowMs(), new Keyed(key, $"{rounds} {new string('x', 200)}")));
                written[key] = rounds;
                if (rounds % 10 == 0) await fixture.Directory.WaitForSyncAsync(result.Ticket);
            }

            return fixture.Cleans().Count > 3;
        });
        await Eventually.True(() => fixture.Log.HighWatermark == rounds);
        await done.CancelAsync();
        foreach (var reader in readers) Assert.True(await Eventually.Ends(reader) > 0);
        await Eventually.Ends(clock);
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.BackgroundFailed)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.IndexRebuilt)));
        if (deletes) return;
        var latest = fixture.Records().Latest();
        Assert.Equal(written.OrderBy(w => w.Key), latest.Select(l => KeyValuePair.Create(l.Key, int.Parse(l.Value.Split(' ')[0], null))).OrderBy(l => l.Key));
    }

    /// <summary>At every call of a compaction a reader that has the old list reads all there is, from every offset.</summary>
    [Fact]
    public void ReadersAtEveryStepOfAReplacement_SeeTheSame()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, "/data", CompactedLog.Small with { FileDeleteDelayMs = 0 }).Open();
        for (var i = 0; i < 60; i++) fixture.Put($"k{i % 9}", $"{i} {new string('x', 50)}");
        var latest = fixture.Records().Latest();
        var isReading = false;
        disk.BeforeCall = (call, _) =>
        {
            if (isReading || (call & FileCalls.Mutating) == 0) return;
            isReading = true;
            Assert.Equal(latest, fixture.Records().Latest());
            Assert.NotEmpty(fixture.Records(17));
            isReading = false;
        };
        fixture.Clean();
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        disk.BeforeCall = null;
        Assert.Single(fixture.Cleans());
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
    }

    [Fact]
    public void TopicDeletedAtAnyStepOfItsCompaction_LeavesTheNewOneOfItsNameAlone()
    {
        for (var step = 1; ; step++)
        {
            var disk = new SimulatedFileSystem(step);
            using var fixture = new LogFixture(disk, "/data", CompactedLog.Small).Open();
            for (var i = 0; i < 30; i++) fixture.Put($"k{i % 9}", $"{i} {new string('x', 50)}");
            if (!DeleteAtStep(fixture, disk, step)) return;
            var again = fixture.Directory.CreateLogs([(new("t", 0), LogFixture.TopicId, CompactedLog.Small)])[0];
            again.Append(Keyed.Batch(1, new Keyed("new", "1")));
            fixture.Commit();
            fixture.Time.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal(1, again.HighWatermark);
            Assert.Equal(["00000000000000000000.log", "leader-epoch-checkpoint", "partition.metadata"], disk.List("/data/t-0").Select(e => e.Name).Where(n => !n.Contains("index", StringComparison.Ordinal)));
        }
    }

    private static bool DeleteAtStep(LogFixture fixture, SimulatedFileSystem disk, int step)
    {
        var left = step;
        disk.BeforeCall = (call, path) =>
        {
            // Between the steps of a replacement the deletion waits for it: it runs before and after.
            if (!path.EndsWith(".cleaned", StringComparison.Ordinal) || (call & (FileCalls.Write | FileCalls.Create | FileCalls.Sync)) == 0 || --left != 0) return;
            disk.BeforeCall = null;
            fixture.Directory.DeleteLogs([fixture.Log]);
        };
        fixture.Clean();
        disk.BeforeCall = null;
        return left <= 0;
    }

    private static async Task Tick(LogFixture fixture, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            fixture.Time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static int ReadOn(LogFixture fixture, int reader, CancellationToken done)
    {
        var rounds = 0;
        do
        {
            var start = fixture.Log.LogStartOffset;
            var records = fixture.Records(Math.Max(start, fixture.Log.HighWatermark * reader / 3), maxBytes: 3000);
            for (var i = 1; i < records.Count; i++) Assert.True(records[i].Offset > records[i - 1].Offset);
            rounds++;
        }
        while (!done.WaitHandle.WaitOne(Pause));

        return rounds;
    }
}
