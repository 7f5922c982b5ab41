using System.Buffers;
using System.Buffers.Binary;
using RestStream.Storage.Records;

namespace RestStream.Storage.Compaction;

/// <summary>
/// Says what stays of a batch. A record stays when it lies beyond the map; or when it is the last one of its key and has a value, or is a tombstone whose horizon is not past. Offsets, sequence
/// numbers and the batch's last offset never change. The first time that a tombstone is seen as its key's last record, the batch gets its delete horizon (attribute bit 6 and the base timestamp).
/// Batches that cannot be judged stay whole: control batches, transactions, codecs without a decoder here, malformed records. What they hold of a key may be older than its tombstone,
/// so tombstones behind them stay. Not thread-safe.
/// </summary>
internal sealed class BatchFilter(OffsetMap map, long mapEnd, long nowMs, long deleteRetentionMs, CleanCounts counts) : IDisposable
{
    private const int SmallestRecordBytes = 7;

    // A timestamp delta grows by 9 bytes at most, and the record's length prefix by 4.
    private const int LargestGrowth = 13;

    private readonly long _horizon = deleteRetentionMs > long.MaxValue - nowMs ? long.MaxValue : nowMs + deleteRetentionMs;
    private bool[] _stays = ArrayPool<bool>.Shared.Rent(1024);
    private byte[] _output = ArrayPool<byte>.Shared.Rent(64 << 10);
    private int _count;
    private int _kept;
    private bool _keepsTombstone;
    private long _maxTimestamp;

    /// <summary>True once something was left as it is that may hold older records of any key.</summary>
    public bool KeepsTombstones { get; set; }

    /// <summary>The bytes that take the batch's place: its own, others that are valid until the next call, or none.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="batch">The whole batch, verified.</param>
    /// <param name="mustStay">True when its header stays even without records.</param>
    /// <param name="room">The most bytes there is room for; at least the batch's.</param>
    public ReadOnlySpan<byte> Apply(in RecordBatchHeader header, ReadOnlySpan<byte> batch, bool mustStay, long room)
    {
        if (header.IsControl || header.BaseOffset >= mapEnd) return batch;
        if (header.IsTransactional) return Whole(batch);
        if (!header.IsCompressed) return Filter(header, batch, RecordBatch.Records(batch), mustStay, room);
        BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out var records);
        using (records) return records is null ? Whole(batch) : Filter(header, batch, records.Bytes, mustStay, room);
    }

    public void Dispose()
    {
        ArrayPool<bool>.Shared.Return(_stays);
        ArrayPool<byte>.Shared.Return(_output);
        _stays = [];
        _output = [];
    }

    private ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> batch)
    {
        KeepsTombstones = true;
        return batch;
    }

    private ReadOnlySpan<byte> Filter(in RecordBatchHeader header, ReadOnlySpan<byte> batch, ReadOnlySpan<byte> records, bool mustStay, long room)
    {
        if (!TryChoose(header, records)) return Whole(batch);
        var stamps = _keepsTombstone && !header.HasDeleteHorizon && header.NextOffset <= mapEnd;
        if (_kept == _count && !stamps && (_kept > 0 || mustStay)) return batch;
        if (_kept == 0) return mustStay ? Emptied(batch) : default;
        var rebuilt = Rebuild(header, batch, records, stamps);
        return rebuilt.Length <= room ? rebuilt : Whole(batch);
    }

    /// <summary>False when the records are malformed.</summary>
    private bool TryChoose(in RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        (_count, _kept, _keepsTombstone, _maxTimestamp) = (0, 0, false, -1);
        Reserve(ref _stays, records.Length / SmallestRecordBytes);
        var keyless = 0;
        var reader = new RecordReader(header, records);
        while (reader.Read())
        {
            var stays = Stays(header, reader);
            _stays[_count++] = stays;
            if (!reader.HasKey && !stays) keyless++;
            if (!stays) continue;
            _kept++;
            _keepsTombstone |= !reader.HasValue;
            _maxTimestamp = Math.Max(_maxTimestamp, reader.Timestamp);
        }

        if (reader.Error != RecordBatchError.None) return false;
        counts.RecordsRead += _count;
        counts.RecordsKept += _kept;
        counts.KeylessDropped += keyless;
        return true;
    }

    private bool Stays(in RecordBatchHeader header, in RecordReader record)
    {
        if (record.Offset >= mapEnd) return true;
        if (!record.HasKey || record.Offset < map.LastOffsetOf(record.Key)) return false;
        return record.HasValue || KeepsTombstones || !header.HasDeleteHorizon || nowMs < header.BaseTimestamp;
    }

    private Span<byte> Emptied(ReadOnlySpan<byte> batch)
    {
        Reserve(ref _output, RecordBatchFormat.HeaderBytes);
        batch[..RecordBatchFormat.HeaderBytes].CopyTo(_output);
        BinaryPrimitives.WriteInt64BigEndian(_output.AsSpan(RecordBatchFormat.BaseTimestampAt), -1);
        return Finish(RecordBatchFormat.HeaderBytes, 0, clears: RecordBatchFormat.CodecMask | RecordBatchFormat.DeleteHorizonFlag);
    }

    private Span<byte> Rebuild(in RecordBatchHeader header, ReadOnlySpan<byte> batch, ReadOnlySpan<byte> records, bool stamps)
    {
        Reserve(ref _output, checked(RecordBatchFormat.HeaderBytes + records.Length + (stamps ? _kept * LargestGrowth : 0)));
        batch[..RecordBatchFormat.HeaderBytes].CopyTo(_output);
        if (!header.IsLogAppendTime) BinaryPrimitives.WriteInt64BigEndian(_output.AsSpan(RecordBatchFormat.MaxTimestampAt), _maxTimestamp);
        if (stamps) BinaryPrimitives.WriteInt64BigEndian(_output.AsSpan(RecordBatchFormat.BaseTimestampAt), _horizon);
        var end = CopyRecords(records, stamps ? header.BaseTimestamp - _horizon : 0);
        if (header.IsCompressed) end = Compress(end);
        return Finish(end, _kept, sets: stamps ? RecordBatchFormat.DeleteHorizonFlag : 0);
    }

    /// <summary>Copies the records that stay behind the header; timestamps count from another base when <paramref name="shift"/> is not 0.</summary>
    private int CopyRecords(ReadOnlySpan<byte> records, long shift)
    {
        var end = RecordBatchFormat.HeaderBytes;
        for (var i = 0; i < _count; i++)
        {
            Varint.TryRead(records, out int length, out var prefix);
            if (_stays[i] && shift == 0)
            {
                records[..(prefix + length)].CopyTo(_output.AsSpan(end));
                end += prefix + length;
            }
            else if (_stays[i]) end += WriteShifted(_output.AsSpan(end), records.Slice(prefix, length), shift);

            records = records[(prefix + length)..];
        }

        return end;
    }

    // attributes i8 | timestampDelta varlong | the rest
    private static int WriteShifted(Span<byte> destination, ReadOnlySpan<byte> body, long shift)
    {
        Varint.TryRead(body[1..], out long delta, out var read);
        delta = unchecked(delta + shift);
        var rest = body[(1 + read)..];
        var at = Varint.Write(destination, 1 + Varint.Size(delta) + rest.Length);
        destination[at++] = body[0];
        at += Varint.Write(destination[at..], delta);
        rest.CopyTo(destination[at..]);
        return at + rest.Length;
    }

    private int Compress(int end)
    {
        var packed = BatchCompression.Gzip(_output.AsSpan(RecordBatchFormat.HeaderBytes, end - RecordBatchFormat.HeaderBytes));
        var header = _output.AsSpan(0, RecordBatchFormat.HeaderBytes).ToArray();
        Reserve(ref _output, RecordBatchFormat.HeaderBytes + packed.Length);
        header.CopyTo(_output, 0);
        packed.CopyTo(_output.AsSpan(RecordBatchFormat.HeaderBytes));
        return RecordBatchFormat.HeaderBytes + packed.Length;
    }

    private Span<byte> Finish(int length, int count, int sets = 0, int clears = 0)
    {
        var batch = _output.AsSpan(0, length);
        int attributes = BinaryPrimitives.ReadUInt16BigEndian(batch[RecordBatchFormat.AttributesAt..]);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.LengthAt..], length - RecordBatchFormat.OverheadBytes);
        BinaryPrimitives.WriteUInt16BigEndian(batch[RecordBatchFormat.AttributesAt..], (ushort)((attributes | sets) & ~clears));
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.CountAt..], count);
        RecordBatch.WriteCrc(batch);
        return batch;
    }

    private static void Reserve<T>(ref T[] buffer, int length)
    {
        if (buffer.Length >= length) return;
        ArrayPool<T>.Shared.Return(buffer);
        buffer = [];
        buffer = ArrayPool<T>.Shared.Rent(length);
    }
}
