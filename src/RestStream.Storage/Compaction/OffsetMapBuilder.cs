using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage.Compaction;

/// <summary>
/// Goes over the dirty part of a log and puts the last offset of each key into the map. Records of transactions, and of batches that cannot be unpacked here, are not looked at: they
/// make no older record go.
/// </summary>
internal sealed class OffsetMapBuilder(OffsetMap map, CleanableLog range, CleanerThrottle throttle, CleanCounts counts)
{
    private readonly long _firstDirtyOffset = range.FirstDirtyOffset;
    private readonly HashSet<LogSegment> _damaged = [];
    private bool _isFull;

    /// <summary>Segments with damage: they stay as they are.</summary>
    public IReadOnlySet<LogSegment> Damaged => _damaged;

    /// <summary>The last batches of the producers of the dirty part.</summary>
    public ProducerEnds Producers { get; } = new();

    /// <summary>Up to here every key is in the map.</summary>
    public long End { get; private set; } = range.FirstDirtyOffset;

    /// <summary>Maps the dirty segments until the map is full, or one of them ends too early: records are missing there, and the hole must not come to look like a compacted one.</summary>
    public void Run()
    {
        foreach (var segment in range.Segments)
        {
            if (segment.End <= _firstDirtyOffset) continue;
            var before = End;
            if (!Map(segment)) End = before;
            else if (!_isFull) End = segment.End;
            if (_isFull || End == before) return;
        }
    }

    /// <returns>False when the segment ends too early.</returns>
    private bool Map(CleanableSegment segment)
    {
        using var walk = new SegmentWalk(segment, throttle, counts);
        while (walk.TryNext(out var header))
        {
            Producers.Note(header);
            if (_isFull || header.NextOffset <= _firstDirtyOffset) continue;
            MapBatch(header, walk.Batch);
            if (!_isFull) End = header.NextOffset;
        }

        if (walk.IsDamaged) _damaged.Add(segment.Segment);
        return walk.IsDamaged || walk.NextOffset == segment.End || segment.Segment.BaseOffset < range.Log.CompactedEnd;
    }

    private void MapBatch(in RecordBatchHeader header, ReadOnlySpan<byte> batch)
    {
        if (header.IsControl || header.IsTransactional) return;
        if (!header.IsCompressed)
        {
            MapRecords(new RecordReader(header, RecordBatch.Records(batch)));
            return;
        }

        BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out var records);
        using (records)
        {
            if (records is not null) MapRecords(new RecordReader(header, records.Bytes));
        }
    }

    private void MapRecords(RecordReader reader)
    {
        while (reader.Read())
        {
            if (!reader.HasKey || reader.Offset < _firstDirtyOffset || map.TryPut(reader.Key, reader.Offset)) continue;
            _isFull = true;
            End = reader.Offset;
            return;
        }
    }
}
