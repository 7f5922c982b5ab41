using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage.Compaction;

/// <summary>The batches of a sealed segment, one after another, each verified; what is not as it should be ends the walk. Not thread-safe.</summary>
internal sealed class SegmentWalk(CleanableSegment segment, CleanerThrottle throttle, CleanCounts counts) : IDisposable
{
    private readonly BatchScanner _scanner = new(segment.Segment.File, 0, segment.Segment.Size);

    /// <summary>The offset after the last batch that was given.</summary>
    public long NextOffset { get; private set; } = segment.Segment.BaseOffset;

    /// <summary>True when the walk ended at bytes that are no valid batch, or at offsets that cannot be here.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>True after the last batch.</summary>
    public bool AtEnd => _scanner.AtEnd;

    /// <summary>The bytes that are left after the batch that was given last.</summary>
    public long BytesLeft => segment.Segment.Size - _scanner.Position;

    public ReadOnlySpan<byte> Batch => _scanner.Batch;

    /// <summary>Goes to the next batch; false at the end and at damage.</summary>
    public bool TryNext(out RecordBatchHeader header)
    {
        header = default;
        if (AtEnd) return false;
        IsDamaged = !_scanner.TryNext(out header) || header.BaseOffset < NextOffset || header.NextOffset > segment.End;
        if (IsDamaged) return false;
        NextOffset = header.NextOffset;
        counts.BytesRead += header.Length;
        throttle.Add(header.Length);
        return true;
    }

    public void Dispose() => _scanner.Dispose();
}
