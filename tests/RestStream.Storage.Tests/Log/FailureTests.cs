using RestStream.Storage.Files;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Log;

public sealed class FailureTests
{
    private const string Path = "/data";
    private static readonly LogConfig Small = new() { SegmentBytes = 600, IndexIntervalBytes = 100 };

    [Theory]
    [InlineData(FileError.Other)]
    [InlineData(FileError.NoSpace)]
    public void AnyChangingCallFails_NothingIsAcknowledgedThatACrashLoses(FileError error)
    {
        for (var n = 1; ; n++)
        {
            var disk = new SimulatedFileSystem(n) { CanSyncVolume = n % 2 == 0 };
            var fixture = new LogFixture(disk, Path, Small).Open();
            var before = disk.CountCalls(FileCalls.Mutating);
            disk.FailCall(n, FileCalls.Mutating, error);
            var acknowledged = Produce(fixture, 12);
            var failed = disk.CountCalls(FileCalls.Mutating) - before >= n;
            CheckAfterCrash(disk.Crash(n), acknowledged, $"call {n}");
            if (!failed) break;
        }
    }

    [Fact]
    public void SyncFails_NothingMoreIsTakenAndOldRecordsAreStillRead()
    {
        var disk = new SimulatedFileSystem { CanSyncVolume = false };
        var fixture = new LogFixture(disk, Path).Open();
        fixture.AppendSynced(Batches.Numbered(0));
        disk.FailCall(1, FileCalls.Sync);
        var wait = fixture.Directory.WaitForSyncAsync(fixture.Append(Batches.Numbered(1)).Ticket).AsTask();
        fixture.Commit();
        Assert.Throws<LogFailedException>(() => wait.GetAwaiter().GetResult());
        Assert.Throws<LogFailedException>(() => fixture.Append(Batches.Numbered(2)));
        Assert.True(fixture.Directory.Failed.IsCompleted);
        Assert.NotNull(fixture.Events.Failure);
        Assert.Equal([0], fixture.ReadAll().Select(r => Batches.NumberOf(r.Value)));
        fixture.Stop();
        Assert.False(disk.FileExists("/data/.kafka_cleanshutdown"));
    }

    [Fact]
    public void WriteFailsAndCannotBeUndone_TheDirectoryFails()
    {
        var disk = new SimulatedFileSystem();
        var fixture = new LogFixture(disk, Path).Open();
        fixture.AppendSynced(Batches.Numbered(0));
        disk.FailCall(1, FileCalls.Write);
        disk.FailCall(1, FileCalls.SetLength);
        Assert.Throws<LogFailedException>(() => fixture.Append(Batches.Numbered(1)));
        Assert.Throws<LogFailedException>(() => fixture.Append(Batches.Numbered(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(80)]
    public void ShortWrite_IsUndoneAndTheNextAppendFollows(int written)
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path).Open();
        fixture.AppendSynced(Batches.Numbered(0));
        var length = disk.ReadAll("/data/t-0/00000000000000000000.log").Length;
        disk.Fail(new SimulatedFault(1, FileCalls.Write) { BytesWritten = written, Exception = () => new InvalidOperationException("EFBIG") });
        Assert.Throws<InvalidOperationException>(() => fixture.Append(Batches.Numbered(1)));
        Assert.Equal(length, disk.ReadAll("/data/t-0/00000000000000000000.log").Length);
        Assert.Equal(1, fixture.AppendSynced(Batches.Numbered(2)).BaseOffset);
        Assert.Equal([0, 2], fixture.ReadAll().Select(r => Batches.NumberOf(r.Value)));
    }

    [Fact]
    public void DiskFull_RefusesAndTakesAgainWhenThereIsSpace()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path).Open();
        fixture.AppendSynced(Batches.Sized(1000));
        disk.CapacityBytes = disk.UsedBytes + 500;
        for (var i = 0; i < 70; i++) TryAppend(fixture);
        Assert.True(fixture.Directory.IsDiskFull);
        Assert.Throws<DiskFullException>(() => fixture.Append(Batches.Sized(1000)));
        Assert.NotEmpty(fixture.ReadAll());

        disk.CapacityBytes = 1L << 40;
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(fixture.Directory.IsDiskFull);
        fixture.AppendSynced(Batches.Sized(1000));
        Assert.Equal(2, fixture.Events.Of(nameof(IStorageEvents.DiskFullChanged)).Count);
    }

    [Fact]
    public void BelowTheReserve_ProducesAreRefusedBeforeTheDiskIsFull()
    {
        var disk = new SimulatedFileSystem { CapacityBytes = 10 << 20 };
        using var fixture = new LogFixture(disk, Path) { Options = new() { Path = Path, DiskReserveBytes = 9 << 20 } }.Open();
        for (var i = 0; i < 3; i++) fixture.AppendSynced(Batches.Sized(400_000));
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Throws<DiskFullException>(() => fixture.Append(Batches.Sized(10)));
        disk.CapacityBytes = 20 << 20;
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.AppendSynced(Batches.Sized(10));
    }

    [Fact]
    public void StartedOnAFullDisk_ReadsAndStartsAgain()
    {
        var disk = new SimulatedFileSystem();
        var before = new LogFixture(disk, Path, Small).Open();
        for (var i = 0; i < 20; i++) before.AppendSynced(Batches.Numbered(i, padding: 50));
        disk = disk.Kill();
        disk.CapacityBytes = disk.UsedBytes;
        using var fixture = new LogFixture(disk, Path, Small).Open();
        Assert.Equal(20, fixture.ReadAll().Count);
        disk.CapacityBytes = 1L << 40;
        fixture.Time.Advance(TimeSpan.FromSeconds(3));
        fixture.AppendSynced(Batches.Numbered(20));
    }

    [Fact]
    public void TooMuchUnsynced_EveryAppendMustWait()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path) { Options = new() { Path = Path, DiskReserveBytes = 0, MaxUnsyncedBytes = 1500 } }.Open();
        Assert.False(fixture.Append(Batches.Sized(1000)).MustWait);
        Assert.True(fixture.Append(Batches.Sized(1000)).MustWait);
        fixture.Commit();
        Assert.False(fixture.Append(Batches.Sized(1000)).MustWait);
    }

    [Fact]
    public void DiskFilledByOthersWhileIdle_IsTakenAgainWhenThereIsRoom()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path).Open();
        fixture.AppendSynced(Batches.Sized(1000));
        for (var i = 0; i < 5; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(61));
            fixture.Commit();
        }

        disk.CapacityBytes = disk.UsedBytes + 500;
        for (var i = 0; i < 70; i++) TryAppend(fixture);
        Assert.True(fixture.Directory.IsDiskFull);
        disk.CapacityBytes = 1L << 40;
        fixture.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(fixture.Directory.IsDiskFull);
    }

    [Fact]
    public void StartBelowTheReserve_IsTakenAgainWhenThereIsRoom()
    {
        var disk = new SimulatedFileSystem { CapacityBytes = 10 << 20 };
        using var fixture = new LogFixture(disk, Path) { Options = new() { Path = Path, DiskReserveBytes = 11 << 20 } }.Open();
        Assert.True(fixture.Directory.IsDiskFull);
        disk.CapacityBytes = 1L << 40;
        fixture.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(fixture.Directory.IsDiskFull);
    }

    [Fact]
    public void LargestJitterAndDeleteDelay_AreTaken()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = new LogFixture(disk, Path, new LogConfig { SegmentJitterMs = long.MaxValue, FileDeleteDelayMs = long.MaxValue }).Open();
        Assert.Equal(0, fixture.AppendSynced(Batches.Sized(1000)).BaseOffset);
        fixture.Directory.DeleteLogs([fixture.Log]);
        Assert.False(disk.DirectoryExists(fixture.PartitionPath));
    }

    private static void TryAppend(LogFixture fixture)
    {
        try
        {
            fixture.AppendSynced(Batches.Sized(1000));
        }
        catch (DiskFullException)
        {
            // What is looked for.
        }
    }

    private static List<long> Produce(LogFixture fixture, int count)
    {
        var acknowledged = new List<long>();
        for (var i = 0; i < count; i++)
        {
            try
            {
                var wait = fixture.Directory.WaitForSyncAsync(fixture.Append(Batches.Numbered(i, padding: 60)).Ticket).AsTask();
                fixture.Commit();
                wait.GetAwaiter().GetResult();
                acknowledged.Add(i);
                fixture.Time.Advance(TimeSpan.FromMilliseconds(700));
                fixture.Commit();
            }
            catch (IOException)
            {
                // Refused, undone, or unknown: not acknowledged.
            }
        }

        return acknowledged;
    }

    private static void CheckAfterCrash(SimulatedFileSystem disk, List<long> acknowledged, string because)
    {
        using var fixture = new LogFixture(disk, Path, Small).Open();
        var read = fixture.ReadAll().Select(r => Batches.NumberOf(r.Value)).ToList();
        Assert.True(acknowledged.All(read.Contains), $"{because}: acknowledged {string.Join(",", acknowledged)}, read {string.Join(",", read)}");
        Assert.True(read.SequenceEqual(read.Distinct().Order()), because);
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
    }
}
