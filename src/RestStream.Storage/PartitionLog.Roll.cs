using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    /// <summary>The segment that takes so many bytes; rolls, or makes the first one, if need be.</summary>
    private LogSegment SegmentFor(int bytes, long timestamp)
    {
        var active = Segments.Active;
        if (active is null) return AddSegment(null);
        var reason = RollReason(active, bytes, timestamp);
        return reason is null ? active : Roll(active, reason);
    }

    private string? RollReason(LogSegment active, int bytes, long timestamp)
    {
        var config = _config;
        if (active.NextOffset != _logEnd) return "damage";
        if (active.Size == 0) return null;
        if (active.Size + bytes > Math.Min(config.SegmentBytes, LargestPosition)) return "segment.bytes";
        if (Age(active, timestamp) > config.MaxSegmentMs - active.JitterMs) return "segment.ms";
        if (active.IsIndexFull(config.SegmentIndexBytes)) return "segment.index.bytes";
        return _logEnd - active.BaseOffset > int.MaxValue - bytes ? "offsets" : null;
    }

    /// <summary>Kafka's rule: between the timestamps of the first and of the coming batch; without any, since the segment was made.</summary>
    private long Age(LogSegment active, long timestamp) =>
        active.FirstTimestamp >= 0 && timestamp >= 0 ? timestamp - active.FirstTimestamp : _directory.NowMs - active.CreatedMs;

    private LogSegment Roll(LogSegment active, string reason)
    {
        var next = AddSegment(active);
        _directory.Events.SegmentRolled(Partition, next.BaseOffset, reason);
        return next;
    }

    /// <summary>Makes a segment at the log's end and seals the one before; on failure all is as before.</summary>
    private LogSegment AddSegment(LogSegment? sealedSegment)
    {
        _directory.BeginWriting();
        var segment = NewSegment(_logEnd);
        try
        {
            segment.File.Open(FileOpenMode.CreateOrTruncate);
            if (sealedSegment is not null) Seal(sealedSegment);
        }
        catch (Exception e)
        {
            Discard(segment);
            var failure = Explain(e);
            if (ReferenceEquals(failure, e)) throw;
            throw failure;
        }

        segment.IsIndexed = true;
        _hasNewNames = true;
        _segments = Segments.With(segment);
        _directory.Commit.MarkDirty(this, 0, out _);
        return segment;
    }

    private LogSegment NewSegment(long baseOffset) => new(_directory.Files, _path, baseOffset)
    {
        CreatedMs = _directory.NowMs,
        LastAppendMs = _directory.NowMs,
        JitterMs = Random.Shared.NextInt64(Math.Min(_config.SegmentJitterMs, _config.SegmentMs)),
    };

    private void Seal(LogSegment segment)
    {
        segment.FlushIndexes(_indexesToSync, isFinal: true);
        segment.Trim();
        if (_hasUnsyncedWrites) _rolledToSync.Add(segment);
        _hasUnsyncedWrites = false;
    }

    private void Discard(LogSegment segment)
    {
        try
        {
            segment.CloseFiles();
            _directory.Files.DeleteFile(segment.File.Path);
        }
        catch (FileSystemException e)
        {
            _directory.Events.BackgroundFailed("discard an empty segment", e);
        }
    }
}
