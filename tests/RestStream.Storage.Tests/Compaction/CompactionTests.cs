using RestStream.Storage.Records;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>Which records stay, and when a log is compacted.</summary>
public sealed class CompactionTests
{
    private const string Path = "/data";

    [Fact]
    public void OverwrittenKeys_KeepTheirLastRecordAndItsOffset()
    {
        using var fixture = Open();
        fixture.Put("a", "1");
        fixture.Put(new Keyed("b", "1"), new("a", "2"), new("c", "1"));
        fixture.Put("b", "2");
        fixture.Roll();
        fixture.Clean();
        var kept = fixture.Records().Where(r => r.Offset < 5).ToList();
        Assert.Equal([(2, new("a", "2")), (3, new("c", "1")), (4, new("b", "2"))], kept.Select(r => (r.Offset, r.Record)));
        Assert.Equal(fixture.Log.HighWatermark, fixture.Records()[^1].Offset + 1);
    }

    [Fact]
    public void BatchWhoseRecordsPartlyGo_KeepsItsOffsetsAndMarks()
    {
        using var fixture = Open();
        fixture.AppendSynced(Keyed.Batch(fixture.NowMs(), RecordBatchFormat.JsonFlag, new Keyed("a", "1"), new("b", "1"), new("c", "1")));
        fixture.Put(new Keyed("a", "2"), new("c", "2"));
        fixture.Roll();
        fixture.Clean();
        Assert.Equal((0, 2, 1, null, RecordBatchFormat.JsonFlag), fixture.Headers()[0]);
    }

    [Fact]
    public void ActiveSegmentAndWhatIsNotSynced_AreNotTouched()
    {
        using var fixture = Open();
        for (var i = 0; i < 3; i++) fixture.Put("a", $"{i}");
        fixture.Clean();
        Assert.Empty(fixture.Cleans());
        Assert.Equal(3, fixture.Records().Count);

        // Rolled, and not on disk yet.
        for (var i = 0; i < 20; i++) fixture.Append(Keyed.Batch(fixture.NowMs(), new Keyed("a", new string('x', 60))));
        Assert.False(fixture.Directory.CleanOnce());
        fixture.Commit();
        Assert.True(fixture.Directory.CleanOnce());
    }

    [Fact]
    public void Tombstone_StaysForItsTimeAndGoesWithTheNextCompactionAfter()
    {
        using var fixture = Open(CompactedLog.Small with { DeleteRetentionMs = 60_000, MinCleanableDirtyRatio = 0 });
        fixture.Put("a", "1");
        fixture.Put("a", null);
        fixture.Roll();
        fixture.Clean();
        var horizon = fixture.NowMs() + 60_000;
        Assert.Equal([(1, new("a", null))], fixture.Records().Where(r => r.Record.Key == "a").Select(r => (r.Offset, r.Record)));
        Assert.Equal(horizon, Assert.Single(fixture.Headers(), h => h.Horizon is not null).Horizon);
        var timestamp = fixture.Records()[0].Timestamp;
        Assert.Equal(horizon - 60_000, timestamp);

        fixture.Time.Advance(TimeSpan.FromSeconds(59));
        fixture.Roll();
        fixture.Clean();
        Assert.Contains(fixture.Records(), r => r.Record.Key == "a");
        Assert.Equal(horizon, Assert.Single(fixture.Headers(), h => h.Base == 1).Horizon);

        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        fixture.Roll();
        fixture.Clean();
        Assert.DoesNotContain(fixture.Records(), r => r.Record.Key == "a");
    }

    [Fact]
    public void TombstoneOfAKeyThatIsWrittenAgain_Goes()
    {
        using var fixture = Open();
        fixture.Put("a", null);
        fixture.Put("a", "2");
        fixture.Roll();
        fixture.Clean();
        Assert.Equal([1L], fixture.Records().Where(r => r.Record.Key == "a").Select(r => r.Offset));
    }

    [Fact]
    public void DirtyRatio_DecidesWhen()
    {
        using var fixture = Open(CompactedLog.Small with { MinCleanableDirtyRatio = 0.5 });
        for (var i = 0; i < 40; i++) fixture.Put($"stays{i}", "x");
        fixture.Roll();
        fixture.Clean();
        Assert.Single(fixture.Cleans());
        fixture.Roll();
        fixture.Clean();
        Assert.Single(fixture.Cleans());
        for (var i = 0; i < 40; i++) fixture.Put($"more{i}", "x");
        fixture.Roll();
        fixture.Clean();
        Assert.Equal(2, fixture.Cleans().Count);
    }

    [Fact]
    public void DirtiestLog_ComesFirst()
    {
        using var fixture = new LogFixture(new SimulatedFileSystem(), Path, CompactedLog.Small with { MinCleanableDirtyRatio = 0.1 }, partitions: 2).Open();
        for (var i = 0; i < 40; i++) fixture.AppendSynced(Keyed.Batch(1, new Keyed($"k{i}", "x")), partition: 0);
        fixture.Directory.CleanOnce();
        for (var i = 0; i < 12; i++) fixture.AppendSynced(Keyed.Batch(1, new Keyed("k", "x")), partition: 0);
        for (var i = 0; i < 12; i++) fixture.AppendSynced(Keyed.Batch(1, new Keyed("k", "x")), partition: 1);
        fixture.Clean();
        Assert.Equal([0, 1, 0], fixture.Cleans().Select(c => c.Partition!.Value.Partition));
    }

    [Fact]
    public void MinCompactionLag_ProtectsWhatIsYoung()
    {
        using var fixture = Open(CompactedLog.Small with { MinCompactionLagMs = 10_000 });
        fixture.Put("a", "1");
        fixture.Put("a", "2");
        fixture.Roll();
        fixture.Clean();
        Assert.Empty(fixture.Cleans());
        fixture.Time.Advance(TimeSpan.FromSeconds(10));
        fixture.Clean();
        Assert.Single(fixture.Records(), r => r.Record.Key == "a");
    }

    [Fact]
    public void MaxCompactionLag_RollsAndCompactsWhateverTheRatio()
    {
        using var fixture = Open(CompactedLog.Small with { SegmentBytes = 1 << 20, MinCleanableDirtyRatio = 1, MaxCompactionLagMs = 10_000 });
        fixture.Put("a", "1");
        fixture.Put("a", "2");
        fixture.Time.Advance(TimeSpan.FromSeconds(9));
        fixture.Put("a", "3");
        fixture.Clean();
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.SegmentRolled)));
        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        fixture.Put("a", "4");
        Assert.Single(fixture.Events.Of(nameof(IStorageEvents.SegmentRolled)));
        fixture.Clean();
        Assert.Equal([2L, 3L], fixture.Records().Select(r => r.Offset));
    }

    [Fact]
    public void RecordsWithoutAKey_FromBeforeThePolicyGo()
    {
        using var fixture = Open(CompactedLog.Small with { CompactPolicy = false });
        fixture.Put(null, "1");
        fixture.Put("a", "1");
        fixture.Roll();
        fixture.Log.Configure(CompactedLog.Small);
        fixture.Clean();
        Assert.DoesNotContain(fixture.Records(), r => r.Record.Key is null);
        Assert.Equal(1, ((CleanResult)Assert.Single(fixture.Cleans()).Details[0]).KeylessDropped);
    }

    [Fact]
    public void SmallSegments_BecomeOneUpToTheirSize()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Open(CompactedLog.Small with { MinCleanableDirtyRatio = 0 }, disk);
        for (var i = 0; i < 60; i++) fixture.Put($"k{i % 3}", $"{i} {new string('x', 40)}");
        var before = Segments(fixture);
        fixture.Clean();
        fixture.Roll();
        fixture.Clean();
        Assert.True(Segments(fixture) <= before / 3, $"{Segments(fixture)} of {before} segments");
        Assert.All(disk.List("/data/t-0").Where(e => e.Name.EndsWith(".log", StringComparison.Ordinal)), e => Assert.True(disk.ReadAll($"/data/t-0/{e.Name}").Length <= 500));
    }

    [Fact]
    public void KeysThatDoNotFit_AreCompactedInSeveralRounds()
    {
        using var fixture = Open(CompactedLog.Small with { SegmentBytes = 1 << 20, MinCleanableDirtyRatio = 0 });
        fixture.Options = fixture.Options with { LogCleanerDedupeBufferSize = 64 * 24 };
        fixture.Reopen();
        for (var round = 0; round < 2; round++)
            for (var i = 0; i < 10; i++) fixture.Put([.. Enumerable.Range(0, 30).Select(k => new Keyed($"key {i * 30 + k}", $"{round}"))]);
        fixture.Log.Configure(CompactedLog.Small with { SegmentBytes = 500, MinCleanableDirtyRatio = 0 });
        fixture.Put("last", "x");
        fixture.Clean();
        Assert.InRange(fixture.Cleans().Count, 10, 12);
        Assert.Equal(300, fixture.Records().Count(r => r.Record.Key!.StartsWith("key ", StringComparison.Ordinal)));
        Assert.All(fixture.Records().Where(r => r.Record.Key != "last"), r => Assert.Equal("1", r.Record.Value));
    }

    [Fact]
    public void CompactAndDelete_DoesBoth()
    {
        using var fixture = Open(CompactedLog.Small with { DeletePolicy = true, RetentionMs = 60_000 });
        fixture.Put("a", "1");
        fixture.Put("a", "2");
        fixture.Roll();
        fixture.Clean();
        Assert.Single(fixture.Records(), r => r.Record.Key == "a");
        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        fixture.Commit();
        fixture.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(fixture.Log.LogStartOffset > 1);
    }

    [Fact]
    public void CompactAlone_KeepsForEver()
    {
        using var fixture = Open(CompactedLog.Small with { RetentionMs = 1000, RetentionBytes = 10 });
        fixture.Put("a", "1");
        fixture.Roll();
        for (var i = 0; i < 10; i++) fixture.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, fixture.Log.LogStartOffset);
        Assert.Single(fixture.Records(), r => r.Record.Key == "a");
    }

    [Fact]
    public void Background_CompactsAfterTheBackoffAndComesToRest()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Open(disk: disk);
        fixture.Put("a", "1");
        fixture.Put("a", "2");
        fixture.Roll();
        for (var i = 0; i < 200; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
            fixture.Commit();
        }

        Assert.Single(fixture.Cleans());
        Assert.False(fixture.Log.HasOpenFiles);
        var before = disk.CountCalls(FileCalls.Mutating | FileCalls.Open);
        for (var i = 0; i < 100; i++) fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(before, disk.CountCalls(FileCalls.Mutating | FileCalls.Open));
    }

    private static int Segments(LogFixture fixture) =>
        fixture.Directory.Files.List(fixture.PartitionPath).Count(e => e.Name.EndsWith(".log", StringComparison.Ordinal));

    private static LogFixture Open(LogConfig? config = null, SimulatedFileSystem? disk = null) => new LogFixture(disk ?? new(), Path, config ?? CompactedLog.Small).Open();
}
