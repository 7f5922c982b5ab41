using RestStream.Storage.Tests.Log;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Log;

public sealed class RecoveryTests
{
    private const string Path = "/data", LogFile = "/data/t-0/00000000000000000000.log";

    // The last entry of a sealed time index is made by the roll alone: recovery must make it too.
    [Fact]
    public void SealedSegmentRecovered_IsFoundByItsLargestTimestampAfterTheNextCleanStart()
    {
        var config = new LogConfig { SegmentBytes = 8_000 };
        var disk = new SimulatedFileSystem();
        var before = new LogFixture(disk, "/data", config).Open();
        for (var i = 0; i < 30; i++) before.AppendSynced(Batches.Sized(900, 1_000 + i));

        using var fixture = new LogFixture(disk.Kill(), "/data", config).Open();
        fixture.Reopen();
        for (var i = 0; i < 30; i++) Assert.Equal((i, 1_000L + i), fixture.Log.FindByTimestamp(1_000 + i));
    }

    [Fact]
    public void CutAtEveryByteOfTheLastTwoBatches_KeepsExactlyTheWholeOnes()
    {
        var disk = Written(4, out var lengths);
        var two = lengths[2] + lengths[3];
        for (var cut = 0; cut <= two; cut++)
        {
            var damaged = disk.Kill();
            damaged.Truncate(LogFile, lengths.Sum() - cut);
            using var fixture = new LogFixture(damaged, Path).Open();
            var whole = cut == 0 ? 4 : cut <= lengths[3] ? 3 : 2;
            if (cut == two) whole = 2;
            Assert.Equal(whole, fixture.ReadAll().Count);
            Assert.Equal(whole, fixture.Log.LogEndOffset);
            Assert.Equal(cut is 0 || cut == lengths[3] || cut == two ? 0 : 1, fixture.Events.Of(nameof(IStorageEvents.TailCut)).Count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(5000)]
    public void TailOfZeros_IsCutAndKept(int zeros)
    {
        var disk = Written(3, out var lengths);
        disk.Overwrite(LogFile, lengths.Sum(), new byte[zeros]);
        using var fixture = new LogFixture(disk, Path).Open();
        Assert.Equal(3, fixture.ReadAll().Count);
        Assert.Equal(zeros, disk.ReadAll("/data/t-0/00000000000000000003.torn").Length);
        Assert.Equal(3, fixture.AppendSynced(Batches.Numbered(9)).BaseOffset);
        Assert.Equal(4, fixture.ReadAll().Count);
    }

    [Fact]
    public void OldBatchRepeated_IsNotTakenAgain()
    {
        var disk = Written(3, out var lengths);
        var old = disk.ReadAll(LogFile)[..lengths[0]];
        disk.Overwrite(LogFile, lengths.Sum(), old);
        using var fixture = new LogFixture(disk, Path).Open();
        Assert.Equal(3, fixture.Log.LogEndOffset);
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.TailCut)));
    }

    [Fact]
    public void BadBatchAtTheRecoveryPoint_CutsWhatFollowsToo()
    {
        var disk = Written(5, out var lengths);
        disk.FlipBit(LogFile, (lengths[0] + lengths[1] + 70) * 8L);
        using var fixture = new LogFixture(disk, Path).Open();
        Assert.Equal(2, fixture.Log.LogEndOffset);
        Assert.Equal(lengths[2] + lengths[3] + lengths[4], disk.ReadAll("/data/t-0/00000000000000000002.torn").Length);
    }

    [Fact]
    public void CutTwiceAtOneOffset_KeepsBothTails()
    {
        var disk = Written(1, out var lengths);
        disk.Overwrite(LogFile, lengths[0], [1, 2, 3]);
        _ = new LogFixture(disk, Path).Open();
        disk = disk.Kill();
        disk.Overwrite(LogFile, lengths[0], [4, 5]);
        using var fixture = new LogFixture(disk, Path).Open();
        Assert.Equal([1, 2, 3], disk.ReadAll("/data/t-0/00000000000000000001.torn"));
        Assert.Equal([4, 5], disk.ReadAll("/data/t-0/00000000000000000001.1.torn"));
    }

    [Fact]
    public void BitFlippedBelowTheRecoveryPoint_IsServedAroundAndKept()
    {
        var disk = WrittenAndCheckpointed(10, out var lengths);
        disk.FlipBit(LogFile, (lengths.Take(4).Sum() + 70) * 8L);
        var before = disk.ReadAll(LogFile);
        using var fixture = new LogFixture(disk, Path).Open();
        Assert.Equal(10, fixture.Log.LogEndOffset);
        var damage = new List<(long, long)>();
        Assert.Equal([0, 1, 2, 3, 5, 6, 7, 8, 9], fixture.ReadAll(damage: damage).Select(r => r.Offset));
        Assert.Equal([(4, 5)], damage);
        Assert.Equal(before, disk.ReadAll(LogFile));
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
    }

    [Fact]
    public void EveryBitOfABatchFlippedAfterACleanStop_IsNeverServed()
    {
        var disk = new SimulatedFileSystem();
        var clean = new LogFixture(disk, Path, new() { IndexIntervalBytes = 100 }).Open();
        for (var i = 0; i < 6; i++) clean.AppendSynced(Batches.Numbered(i, padding: 10));
        clean.Stop();
        var length = disk.ReadAll(LogFile).Length / 6;
        for (var bit = 0; bit < length * 8; bit++)
        {
            if (bit / 8 is >= 12 and < 16) continue; // The leader epoch says nothing here.
            var flipped = disk.Kill();
            flipped.FlipBit(LogFile, (2L * length * 8) + bit);
            using var fixture = new LogFixture(flipped, Path, new() { IndexIntervalBytes = 100 }).Open();
            var read = fixture.ReadAll();
            Assert.True(read.Select(r => r.Offset).SequenceEqual([0, 1, 3, 4, 5]), $"bit {bit}: {string.Join(",", read.Select(r => r.Offset))}");
            Assert.All(read, r => Assert.Equal(r.Offset, Batches.NumberOf(r.Value)));
        }
    }

    [Fact]
    public void LogCutBelowItsSyncedEnd_ContinuesAtTheSyncedEnd()
    {
        var disk = WrittenAndCheckpointed(10, out var lengths);
        disk.Truncate(LogFile, lengths.Take(6).Sum());
        using var fixture = new LogFixture(disk, Path).Open();
        Assert.Equal(10, fixture.Log.LogEndOffset);
        Assert.Equal(10, fixture.AppendSynced(Batches.Numbered(10)).BaseOffset);
        var damage = new List<(long, long)>();
        Assert.Equal([0, 1, 2, 3, 4, 5, 10], fixture.ReadAll(damage: damage).Select(r => r.Offset));
        Assert.Equal([(6, 10)], damage);

        fixture.Reopen();
        damage.Clear();
        Assert.Equal([0, 1, 2, 3, 4, 5, 10], fixture.ReadAll(damage: damage).Select(r => r.Offset));
        Assert.Equal([(6, 10)], damage);
    }

    [Fact]
    public void DirectoryOfALogThatHeldRecordsIsGone_DoesNotStart()
    {
        var disk = WrittenAndCheckpointed(3, out _);
        disk.Rename("/data/t-0", "/data/elsewhere");
        var e = Assert.Throws<DataDirectoryException>(() => new LogFixture(disk, Path).Open());
        Assert.Contains("t-0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PowerCutWhileManyLogsAreMade_StartsAgain()
    {
        for (var call = 1; call <= 60; call++)
        {
            var disk = new SimulatedFileSystem(call);
            disk.CrashAtCall(call);
            Assert.ThrowsAny<Exception>(() => new LogFixture(disk, Path, partitions: 8).Open());
            using var fixture = new LogFixture(disk.Crash(call), Path, partitions: 8).Open();
            Assert.Equal(0, fixture.AppendSynced(Batches.Numbered(0), partition: 7).BaseOffset);
        }
    }

    private static SimulatedFileSystem Written(int batches, out int[] lengths)
    {
        var disk = new SimulatedFileSystem();
        Write(disk, batches, out lengths);
        return disk.Kill();
    }

    private static SimulatedFileSystem WrittenAndCheckpointed(int batches, out int[] lengths)
    {
        var disk = new SimulatedFileSystem();
        var fixture = Write(disk, batches, out lengths);
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.Commit();
        return disk.Kill();
    }

    private static LogFixture Write(SimulatedFileSystem disk, int batches, out int[] lengths)
    {
        var fixture = new LogFixture(disk, Path).Open();
        lengths = new int[batches];
        for (var i = 0; i < batches; i++)
        {
            var batch = Batches.Numbered(i, padding: 10 * i);
            lengths[i] = batch.Length;
            fixture.AppendSynced(batch);
        }

        return fixture;
    }
}
