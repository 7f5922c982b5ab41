using System.Text;
using RestStream.Storage.Log;
using RestStream.Storage.Records;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Compaction;

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
    public void GzipBatch_IsFilteredAndPackedAgain()
    {
        using var fixture = Open();
        fixture.AppendSynced(Gzipped(Keyed.Batch(fixture.NowMs(), new Keyed("a", "1"), new("b", "1"), new("c", null))));
        fixture.Put("a", "2");
        fixture.Roll();
        fixture.Clean();
        Assert.Equal([(1, new("b", "1")), (2, new("c", null)), (3, new("a", "2"))], fixture.Records().Where(r => r.Offset < 4).Select(r => (r.Offset, r.Record)));
        var header = fixture.Headers()[0];
        Assert.Equal(((short)CompressionCodec.Gzip | RecordBatchFormat.DeleteHorizonFlag, 2), (header.Attributes, header.Count));
    }

    [Fact]
    public void BatchOfAnotherCodec_StaysWholeAndKeepsLaterTombstones()
    {
        using var fixture = Open(CompactedLog.Small with { DeleteRetentionMs = 0, MinCleanableDirtyRatio = 0 });
        fixture.Put("before", null);
        var foreign = Foreign(Keyed.Batch(fixture.NowMs(), new Keyed("a", "1"), new("a", "2")), (short)CompressionCodec.Zstd);
        fixture.AppendSynced(foreign);
        fixture.Put("a", null);
        for (var i = 0; i < 3; i++)
        {
            fixture.Roll();
            fixture.Clean();
            fixture.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Contains(fixture.Headers(), h => (h.Base, h.Last, h.Count) == (1, 2, 2));
        Assert.Contains(fixture.Records(), r => r.Record == new Keyed("a", null));
        Assert.DoesNotContain(fixture.Records(), r => r.Record.Key == "before");
    }

    [Theory]
    [InlineData(RecordBatchFormat.TransactionalFlag)]
    [InlineData(RecordBatchFormat.TransactionalFlag | RecordBatchFormat.ControlFlag)]
    public void BatchesOfTransactions_StayWholeAndDecideNothing(int attributes)
    {
        using var fixture = Open();
        fixture.Put("a", "1");
        fixture.AppendSynced(Foreign(Keyed.Batch(fixture.NowMs(), new Keyed("a", "2")), (short)attributes));
        fixture.Put("b", "1");
        fixture.Roll();
        fixture.Clean();
        Assert.Equal([0L, 1, 2], fixture.Headers().Take(3).Select(h => h.Base));
        Assert.Contains(fixture.Records(), r => r.Offset == 0);
    }

    [Fact]
    public void EmptiedBatchOfAProducer_StaysWithItsSequence()
    {
        using var fixture = Open();
        fixture.AppendSynced(OfProducer(7, 41, new Keyed("a", "1")));
        fixture.Put("a", "2");
        fixture.Roll();
        fixture.Clean();
        Assert.Equal((0, 0, 0), (fixture.Headers()[0].Base, fixture.Headers()[0].Last, fixture.Headers()[0].Count));
        Assert.Equal(1, fixture.Records()[0].Offset);
    }

    [Fact]
    public void ReadsOverHoles_FindTheNextRecord()
    {
        using var fixture = Holey(out var expected);
        var end = fixture.Log.HighWatermark;
        for (var from = 0L; from < end; from++)
            Assert.Equal(expected.Where(r => r.Offset >= from), fixture.Records(from, maxBytes: 1));
        Assert.Equal(LogReadStatus.OffsetOutOfRange, fixture.Log.Read(end + 1, 1, 1, true).Status);
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.IndexRebuilt)));
    }

    [Fact]
    public void OffsetsByTimeOverHoles_AreTheFirstRecordThatIsLeft()
    {
        using var fixture = Holey(out var expected);
        foreach (var timestamp in expected.Select(r => r.Timestamp).Distinct().SelectMany(t => new[] { t - 1, t, t + 1 }))
        {
            var first = expected.FirstOrDefault(r => r.Timestamp >= timestamp);
            var found = fixture.Log.FindByTimestamp(timestamp);
            Assert.Equal(first == default ? null : (first.Offset, first.Timestamp), found);
        }
    }

    [Fact]
    public void CompactedLog_IsTheSameAfterACleanStopAndAfterAKill()
    {
        var disk = new SimulatedFileSystem();
        var fixture = Holey(out var expected, disk);
        using (var killed = Open(disk: disk.Kill())) AssertSound(killed, expected);
        fixture.Stop();
        using var stopped = Open(disk: disk);
        AssertSound(stopped, expected);
    }

    [Fact]
    public void TopicThatIsNoLongerCompacted_ReportsNoDamage()
    {
        var disk = new SimulatedFileSystem();
        var fixture = Holey(out var expected, disk);
        fixture.Log.Configure(CompactedLog.Small with { CompactPolicy = false });
        AssertSound(fixture, expected);
        fixture.Stop();
        using var stopped = Open(CompactedLog.Small with { CompactPolicy = false }, disk.Kill());
        AssertSound(stopped, expected);
        stopped.Stop();
        using var killed = Open(CompactedLog.Small with { CompactPolicy = false }, disk.Crash(1));
        AssertSound(killed, expected);
    }

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
    public void Checkpoint_IsKafkasText()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Holey(out _, disk);
        var segment = disk.List("/data/t-0").Last(e => e.Name.EndsWith(".log", StringComparison.Ordinal)).Name;
        SegmentName.TryParse(segment, SegmentName.Log, out var active);
        Assert.Equal($"0\n1\nt 0 {active}\n", Encoding.UTF8.GetString(disk.ReadDurable("/data/cleaner-offset-checkpoint")));
    }

    [Fact]
    public void NewLogOfADeletedName_StartsDirty()
    {
        var disk = new SimulatedFileSystem();
        using var fixture = Holey(out _, disk);
        fixture.Directory.DeleteLogs([fixture.Log]);
        Assert.Equal("0\n0\n", Encoding.UTF8.GetString(disk.ReadDurable("/data/cleaner-offset-checkpoint")));
        Assert.Equal("0\n0\n", Encoding.UTF8.GetString(disk.ReadDurable("/data/compacted-end-checkpoint")));
        var again = fixture.Directory.CreateLogs([(new("t", 0), LogFixture.TopicId, CompactedLog.Small)])[0];
        Assert.Equal((0, 0), (again.CleanerOffset, again.CompactedEnd));
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

    private static void AssertSound(LogFixture fixture, List<(long Offset, long Timestamp, Keyed Record)> expected)
    {
        Assert.Equal(expected, fixture.Records());
        for (var from = 0L; from < fixture.Log.HighWatermark; from += 7) Assert.Equal(expected.First(r => r.Offset >= from), fixture.Records(from)[0]);
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.DamageFound)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.TailCut)));
        Assert.Empty(fixture.Events.Of(nameof(IStorageEvents.IndexRebuilt)));
    }

    /// <summary>A log with holes within batches, between them, and whole segments that are gone; times go on by a second a batch.</summary>
    private static LogFixture Holey(out List<(long Offset, long Timestamp, Keyed Record)> left, SimulatedFileSystem? disk = null)
    {
        var fixture = Open(disk: disk);
        for (var i = 0; i < 80; i++)
        {
            fixture.Put(new Keyed($"rare{i / 10}", $"{i}"), new("often", new string('x', i)), new($"k{i % 7}", $"{i}"));
            fixture.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var before = fixture.Records();
        fixture.Clean();
        left = fixture.Records();
        Assert.True(left.Count < before.Count / 2);
        Assert.Equal(before.Latest(), left.Latest());
        Assert.Subset(before.ToHashSet(), left.ToHashSet());
        return fixture;
    }

    private static LogFixture Open(LogConfig? config = null, SimulatedFileSystem? disk = null) => new LogFixture(disk ?? new(), Path, config ?? CompactedLog.Small).Open();

    private static int Segments(LogFixture fixture) =>
        fixture.Directory.Files.List(fixture.PartitionPath).Count(e => e.Name.EndsWith(".log", StringComparison.Ordinal));

    private static byte[] Gzipped(byte[] batch)
    {
        byte[] packed = [.. batch[..RecordBatchFormat.HeaderBytes], .. BatchCompression.Gzip(RecordBatch.Records(batch))];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(packed.AsSpan(RecordBatchFormat.LengthAt), packed.Length - RecordBatchFormat.OverheadBytes);
        return Foreign(packed, (short)CompressionCodec.Gzip);
    }

    private static byte[] Foreign(byte[] batch, short attributes)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(RecordBatchFormat.AttributesAt), attributes);
        RecordBatch.WriteCrc(batch);
        return batch;
    }

    private static byte[] OfProducer(long id, int sequence, Keyed record)
    {
        var batch = Keyed.Batch(1000, record);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(RecordBatchFormat.ProducerIdAt), id);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatchFormat.BaseSequenceAt), sequence);
        RecordBatch.WriteCrc(batch);
        return batch;
    }
}
