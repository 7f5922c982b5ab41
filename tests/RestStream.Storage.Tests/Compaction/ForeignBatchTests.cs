using RestStream.Storage.Records;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>Batches that others wrote: packed, of transactions, of producers with an id.</summary>
public sealed class ForeignBatchTests
{
    private const string Path = "/data";

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
    public void EmptiedBatchesOfAProducer_AllButItsLastGo()
    {
        using var fixture = Open();
        for (var i = 0; i < 3; i++) fixture.AppendSynced(OfProducer(7, 41 + i, new Keyed("a", $"{i}")));
        fixture.AppendSynced(OfProducer(8, 0, new Keyed("a", "8")));
        fixture.Put("a", "2");
        fixture.Roll();
        fixture.Clean();
        Assert.Equal([(2L, 0), (3L, 0), (4L, 1)], fixture.Headers().Take(3).Select(h => (h.Base, h.Count)));
    }

    [Fact]
    public void EmptiedBatchesOfTheCleanPart_GoWhenTheirProducerGoesOn()
    {
        using var fixture = Open(CompactedLog.Small with { MinCleanableDirtyRatio = 0 });
        for (var i = 0; i < 2; i++) fixture.AppendSynced(OfProducer(7, i, new Keyed($"k{i}", "1")));
        fixture.Put("last of its segment", "1");
        fixture.Roll();
        fixture.Clean();
        Assert.Equal([0L, 1], fixture.Headers().Where(h => h.Base < 2).Select(h => h.Base));
        fixture.AppendSynced(OfProducer(7, 2, new Keyed("k0", "2")));
        fixture.Put("k1", "2");
        fixture.Roll();
        fixture.Clean();
        Assert.DoesNotContain(fixture.Headers(), h => h.Base < 2);
    }

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

    private static LogFixture Open(LogConfig? config = null, SimulatedFileSystem? disk = null) => new LogFixture(disk ?? new(), Path, config ?? CompactedLog.Small).Open();
}
