using RestStream.Storage.Checkpoints;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>Damage, missing records, a full and a failing disk.</summary>
public sealed class CompactionFaultTests
{
    private const string Path = "/data";

    [Fact]
    public void SegmentWithDamage_StaysAsItIsAndIsReported()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Open(disk: disk);
        fixture.Put("a", "old");
        fixture.Put("damaged", "1");
        fixture.Roll();
        fixture.Put("a", "new");
        fixture.Roll();
        var file = "/data/t-0/00000000000000000000.log";
        var before = disk.ReadAll(file);
        disk.FlipBit(file, (before.Length - 5) * 8L);
        before = disk.ReadAll(file);
        fixture.Clean();
        Assert.Equal(before, disk.ReadAll(file));
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
        var damage = new List<(long, long)>();
        Assert.Equal("new", fixture.Records(damage: damage).Latest()["a"]);
        Assert.Single(damage);
    }

    [Fact]
    public void MissingRecords_StopTheCompactionBeforeThem()
    {
        var disk = new SimulatedFileSystem();
        var config = CompactedLog.Small with { MinCleanableDirtyRatio = 0 };
        var fixture = Open(config, disk);
        fixture.Put("a", "1");
        fixture.Put("a", "2");
        fixture.Roll();
        fixture.Put("b", "1");
        fixture.Roll();
        fixture.Stop();
        var cut = disk.List("/data/t-0").Where(e => e.Name.EndsWith(".log", StringComparison.Ordinal)).Select(e => $"/data/t-0/{e.Name}").ElementAt(1);
        disk.Truncate(cut, Keyed.Batch(0, new Keyed("filler", new string('f', 100))).Length);
        using var again = Open(config, disk);
        again.Clean();
        Assert.Single(again.Events.Of(nameof(IStorageEvents.BackgroundFailed)));
        Assert.Single(again.Records(damage: []), r => r.Record.Key == "a");
        var damage = new List<(long, long)>();
        again.Records(damage: damage);
        Assert.Single(damage);
    }

    [Fact]
    public void FullDisk_LeavesTheLogAsItWasAndIsTriedAgain()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Open(disk: disk);
        fixture.Put("a", "1");
        fixture.Put("a", "2");
        fixture.Roll();
        var before = fixture.Records();
        disk.Fail(new(1, FileCalls.Write) { Error = Storage.Files.FileError.NoSpace, Path = path => path.EndsWith(".cleaned", StringComparison.Ordinal) });
        fixture.Clean();
        Assert.Equal(before, fixture.Records());
        Assert.DoesNotContain(disk.List("/data/t-0"), e => e.Name.EndsWith(".cleaned", StringComparison.Ordinal));
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.BackgroundFailed)));
        fixture.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Single(fixture.Cleans());
    }

    [Fact]
    public void RefusedCheckpoint_IsWrittenBeforeTheFirstLeapOfTheNextCompaction()
    {
        var disk = new SimulatedFileSystem();
        var fixture = Open(disk: disk);
        fixture.Put("a", "1");
        fixture.Put("b", "1");
        fixture.Put("a", "2");
        fixture.Put("b", "2");
        fixture.Roll();
        disk.Fail(new(1, FileCalls.Write) { Error = Storage.Files.FileError.NoSpace, Path = path => path.Contains(OffsetCheckpoint.CompactedEndFile, StringComparison.Ordinal) });
        fixture.Clean();
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.BackgroundFailed)));
        Assert.Equal(0, fixture.Log.CompactedEnd);
        fixture.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Single(fixture.Cleans());
        var ends = OffsetCheckpoint.Read(disk, $"{Path}/{OffsetCheckpoint.CompactedEndFile}");
        Assert.Equal(fixture.Log.CompactedEnd, ends![fixture.Log.Partition]);
        Assert.NotEqual(0, fixture.Log.CompactedEnd);
        fixture.Stop();
    }

    [Fact]
    public void FailedSyncOfTheDirectory_EndsTheServerAndLosesNothing()
    {
        var disk = new SimulatedFileSystem();
        var fixture = Open(disk: disk);
        fixture.Put("a", "1");
        fixture.Put("a", "2");
        fixture.Roll();
        disk.Fail(new(2, FileCalls.SyncDirectory) { Path = path => path.EndsWith("t-0", StringComparison.Ordinal) });
        fixture.Directory.CleanOnce();
        Assert.NotNull(fixture.Events.Failure);
        using var after = Open(disk: disk.Crash(5));
        Assert.Equal("2", after.Records().Latest()["a"]);
        Assert.Empty(after.Events.Of(nameof(IStorageEvents.DamageFound)));
    }

    /// <summary>Whatever call fails: readers go on, and after a restart there is the old or the new.</summary>
    [Theory]
    [InlineData(Storage.Files.FileError.NoSpace)]
    [InlineData(Storage.Files.FileError.Other)]
    public void AnyCallOfACompactionFails_NothingIsLost(Storage.Files.FileError error)
    {
        for (var call = 1; ; call++)
        {
            var disk = new SimulatedFileSystem(call);
            var fixture = Open(disk: disk);
            for (var i = 0; i < 30; i++) fixture.Put($"k{i % 5}", i % 11 == 0 ? null : $"{i} {new string('x', 50)}");
            var latest = fixture.Records().Latest();
            disk.FailCall(call, FileCalls.Mutating | FileCalls.Open | FileCalls.Read, error);
            var before = fixture.Events.All.Count;
            fixture.Directory.CleanOnce();
            var hasFailed = fixture.Events.All.Skip(before).Any(e => e.Name is nameof(IStorageEvents.BackgroundFailed) or nameof(IStorageEvents.Failed));
            disk.StopFailing();
            Assert.Equal(latest, fixture.Records(damage: []).Latest());
            using var after = Open(disk: disk.Crash(call));
            Assert.Equal(latest, after.Records().Latest());
            Assert.Empty(after.Events.Of(nameof(IStorageEvents.DamageFound)));
            if (hasFailed) continue;
            Assert.InRange(call, 50, 500);
            return;
        }
    }

    private static LogFixture Open(LogConfig? config = null, SimulatedFileSystem? disk = null) => new LogFixture(disk ?? new(), Path, config ?? CompactedLog.Small).Open();
}
