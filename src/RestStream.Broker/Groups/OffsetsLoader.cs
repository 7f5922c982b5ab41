using System.Buffers;
using System.Buffers.Binary;
using RestStream.Broker.Groups.Protocol;
using RestStream.Storage;
using RestStream.Storage.Records;

namespace RestStream.Broker.Groups;

/// <summary>
/// Reads <c>__consumer_offsets</c> from start to end, one chunk in memory at a time; of a key the last record counts, whether the log is compacted or not. What cannot be read ends it:
/// nobody can tell which group it belongs to. Records of kinds that came after this version are passed over, and stay.
/// </summary>
internal sealed class OffsetsLoader(Func<string, Group> groupOf)
{
    private const int ChunkBytes = 1 << 20;

    // Of Kafka's keys 0 and 1 are offsets and 2 is a group; newer ones are of other kinds of groups.
    private const short NewestKeyVersion = 2;

    /// <summary>Reads one partition.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    /// <exception cref="InvalidDataException">Something in it cannot be read, now or later; the message says what and where.</exception>
    public void Load(PartitionLog log)
    {
        var next = log.LogStartOffset;
        while (next < log.HighWatermark)
        {
            var read = log.Read(next, ChunkBytes, int.MaxValue, atLeastOne: true);
            if (read.Status == LogReadStatus.Closed) return;
            if (read.Status == LogReadStatus.Damaged) throw Unreadable(log, next, $"it is damaged up to offset {read.NextReadableOffset}");
            // Compaction may have taken what came after.
            if (read.Buffer is null) return;
            next = Load(log, read.Buffer, read.Length);
        }
    }

    private static InvalidDataException Unreadable(PartitionLog log, long offset, string reason) => new($"{log.Partition} cannot be read at offset {offset}: {reason}.");

    private long Load(PartitionLog log, byte[] buffer, int length)
    {
        try
        {
            var next = 0L;
            for (var rest = buffer.AsSpan(0, length); RecordBatchHeader.TryRead(rest, out var header) && header.Length <= rest.Length; rest = rest[header.Length..])
            {
                if (!header.IsControl) LoadBatch(log, header, rest[..header.Length]);
                next = header.NextOffset;
            }

            return next;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void LoadBatch(PartitionLog log, in RecordBatchHeader header, ReadOnlySpan<byte> batch)
    {
        if (!header.IsCompressed)
        {
            LoadRecords(log, header, RecordBatch.Records(batch));
            return;
        }

        var error = BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out var records);
        using (records)
        {
            if (error != RecordBatchError.None) throw Unreadable(log, header.BaseOffset, $"its batch cannot be unpacked ({header.Codec}, {error})");
            LoadRecords(log, header, records!.Bytes);
        }
    }

    private void LoadRecords(PartitionLog log, in RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        var reader = new RecordReader(header, records);
        while (reader.Read())
        {
            if (!TryLoad(reader)) throw Unreadable(log, reader.Offset, "its record is no offset and no group in any version that is known");
        }

        if (reader.Error != RecordBatchError.None) throw Unreadable(log, header.BaseOffset, $"its batch is malformed ({reader.Error})");
    }

    private bool TryLoad(in RecordReader reader)
    {
        if (OffsetKey.TryRead(reader.Key, out var offset)) return TryLoadOffset(offset, reader);
        if (GroupKey.TryRead(reader.Key, out var group)) return TryLoadGroup(group, reader);
        return BinaryPrimitives.TryReadInt16BigEndian(reader.Key, out var version) && version > NewestKeyVersion;
    }

    private bool TryLoadOffset(OffsetKey key, in RecordReader reader)
    {
        CommittedOffset? offset = null;
        if (reader.HasValue)
        {
            if (!OffsetValue.TryRead(reader.Value, out var value)) return false;
            offset = new CommittedOffset(value.Offset, value.LeaderEpoch, value.Metadata, value.CommitTimestamp);
        }

        groupOf(key.Group).Load(new TopicPartition(key.Topic, key.Partition), offset, reader.Offset);
        return true;
    }

    private bool TryLoadGroup(GroupKey key, in RecordReader reader)
    {
        GroupValue? state = null;
        if (reader.HasValue && !GroupValue.TryRead(reader.Value, out state)) return false;
        groupOf(key.Group).Load(state);
        return true;
    }
}
