using System.Buffers;
using RestStream.Broker.Groups.Protocol;
using RestStream.Storage;
using RestStream.Storage.Records;

namespace RestStream.Broker.Groups;

/// <summary>
/// Reads <c>__consumer_offsets</c> from start to end, one chunk in memory at a time; of a key the last record counts, whether the log is compacted or not. Damage is passed over:
/// storage reported it, and an older offset means that records come twice, not that they are lost.
/// </summary>
internal sealed class OffsetsLoader(Func<string, Group> groupOf)
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Reads one partition.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public void Load(PartitionLog log)
    {
        var next = log.LogStartOffset;
        while (next < log.HighWatermark)
        {
            var read = log.Read(next, ChunkBytes, int.MaxValue, atLeastOne: true);
            if (read.Status == LogReadStatus.Closed) return;
            if (read.Status == LogReadStatus.Damaged) next = read.NextReadableOffset;
            // Compaction may have taken what came after.
            else if (read.Buffer is null) return;
            else next = Load(read.Buffer, read.Length);
        }
    }

    private long Load(byte[] buffer, int length)
    {
        try
        {
            var next = 0L;
            for (var rest = buffer.AsSpan(0, length); RecordBatchHeader.TryRead(rest, out var header) && header.Length <= rest.Length; rest = rest[header.Length..])
            {
                if (!header.IsControl) LoadBatch(header, rest[..header.Length]);
                next = header.NextOffset;
            }

            return next;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void LoadBatch(in RecordBatchHeader header, ReadOnlySpan<byte> batch)
    {
        if (!header.IsCompressed)
        {
            LoadRecords(new RecordReader(header, RecordBatch.Records(batch)));
            return;
        }

        if (BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out var records) != RecordBatchError.None) return;
        using (records) LoadRecords(new RecordReader(header, records!.Bytes));
    }

    private void LoadRecords(RecordReader reader)
    {
        while (reader.Read())
        {
            if (OffsetKey.TryRead(reader.Key, out var offset)) LoadOffset(offset, reader);
            else if (GroupKey.TryRead(reader.Key, out var group)) LoadGroup(group, reader);
        }
    }

    private void LoadOffset(OffsetKey key, in RecordReader reader)
    {
        CommittedOffset? offset = null;
        if (reader.HasValue)
        {
            if (!OffsetValue.TryRead(reader.Value, out var value)) return;
            offset = new CommittedOffset(value.Offset, value.LeaderEpoch, value.Metadata, value.CommitTimestamp);
        }

        groupOf(key.Group).Load(new TopicPartition(key.Topic, key.Partition), offset, reader.Offset);
    }

    private void LoadGroup(GroupKey key, in RecordReader reader)
    {
        GroupValue? state = null;
        if (reader.HasValue && !GroupValue.TryRead(reader.Value, out state)) return;
        groupOf(key.Group).Load(state);
    }
}
