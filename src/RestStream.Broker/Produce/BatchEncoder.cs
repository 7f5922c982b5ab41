using RestStream.Core.Records;
using RestStream.Storage.Records;

namespace RestStream.Broker.Produce;

/// <summary>Encodes records of a table into contiguous batches, none larger than a limit that each record alone keeps. Allocates nothing.</summary>
internal readonly ref struct BatchEncoder
{
    // In a batch of many, a record's offset delta takes up to 4 bytes more than alone, its timestamp delta up to 9, its length prefix up to 1.
    private const int GrowthBytes = 14;

    private readonly RecordTable _table;
    private readonly long _now;
    private readonly bool _usesAppendTime;
    private readonly int _maxBatchBytes;
    private readonly short _attributes;

    /// <param name="table">The records.</param>
    /// <param name="now">The time of the append, epoch ms.</param>
    /// <param name="usesAppendTime">Every record gets the time of the append.</param>
    /// <param name="maxBatchBytes">The limit of a batch.</param>
    public BatchEncoder(RecordTable table, long now, bool usesAppendTime, int maxBatchBytes)
    {
        (_table, _now, _usesAppendTime, _maxBatchBytes) = (table, now, usesAppendTime, maxBatchBytes);
        _attributes = (short)((table.IsJson ? RecordBatchFormat.JsonFlag : 0) | (usesAppendTime ? RecordBatchFormat.LogAppendTimeFlag : 0));
    }

    /// <summary>The size of a record as the only one of a batch, without the batch's header.</summary>
    public static int SizeAlone(RecordTable table, in RecordSlice record) => RecordBatchWriter.RecordSizeInBytes(
        0, 0, record.KeyLength, record.ValueLength, record.HeaderCount, record.HeaderCount == 0 ? 0 : HeadersSize(table, record));

    /// <summary>Room that suffices for <paramref name="count"/> records whose sizes alone add up to <paramref name="bytesAlone"/>.</summary>
    public int MaxEncodedBytes(int count, long bytesAlone)
    {
        var records = bytesAlone + ((long)GrowthBytes * count);
        // The records of two neighbouring batches and one header would not have fitted into one batch.
        var batches = Math.Min(count, (2 * records / Math.Max(1, _maxBatchBytes - RecordBatchFormat.HeaderBytes)) + 2);
        return checked((int)(records + (batches * RecordBatchFormat.HeaderBytes)));
    }

    /// <summary>Encodes the records with these indexes, in this order; returns the bytes written.</summary>
    public int Encode(ReadOnlySpan<int> indexes, Span<byte> destination)
    {
        var written = 0;
        while (!indexes.IsEmpty)
        {
            written += EncodeBatch(indexes, destination[written..], out var count);
            indexes = indexes[count..];
        }

        return written;
    }

    private int EncodeBatch(ReadOnlySpan<int> indexes, Span<byte> destination, out int count)
    {
        var records = _table.Records;
        var baseTimestamp = TimestampOf(records[indexes[0]]);
        var writer = new RecordBatchWriter(destination, baseTimestamp, _attributes);
        foreach (var index in indexes)
        {
            ref readonly var record = ref records[index];
            var headersSize = record.HeaderCount == 0 ? 0 : HeadersSize(_table, record);
            var timestamp = TimestampOf(record);
            var size = RecordBatchWriter.RecordSizeInBytes(
                writer.Count, timestamp - baseTimestamp, record.KeyLength, record.ValueLength, record.HeaderCount, headersSize);
            if (writer.Count > 0 && size > _maxBatchBytes - writer.Position) break;
            Write(ref writer, record, timestamp, headersSize);
        }

        count = writer.Count;
        return writer.Complete();
    }

    private void Write(scoped ref RecordBatchWriter writer, in RecordSlice record, long timestamp, int headersSize)
    {
        var key = _table.Bytes(record.KeyStart, record.KeyLength);
        var value = _table.Bytes(record.ValueStart, record.ValueLength);
        writer.BeginRecord(timestamp, key, record.KeyLength >= 0, value, record.ValueLength >= 0, record.HeaderCount, headersSize);
        if (record.HeaderCount == 0) return;
        foreach (var header in _table.Headers.Slice(record.HeaderStart, record.HeaderCount))
        {
            writer.AddHeader(
                _table.Bytes(header.NameStart, header.NameLength), _table.Bytes(header.ValueStart, header.ValueLength), header.ValueLength >= 0);
        }
    }

    private static int HeadersSize(RecordTable table, in RecordSlice record)
    {
        var size = 0;
        foreach (var header in table.Headers.Slice(record.HeaderStart, record.HeaderCount))
            size += RecordBatchWriter.HeaderSizeInBytes(header.NameLength, header.ValueLength);
        return size;
    }

    private long TimestampOf(in RecordSlice record) =>
        _usesAppendTime || record.Timestamp == RecordSlice.NoTimestamp ? _now : record.Timestamp;
}
