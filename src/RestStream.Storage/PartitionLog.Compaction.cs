using RestStream.Storage.Commit;
using RestStream.Storage.Compaction;
using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    // Held while files of sealed segments get other names: by compaction, retention and the closing. Never by readers or appends. Before the writer's lock.
    private readonly Lock _reshaping = new();
    private long _cleanerOffset;
    private long _compactedEnd;

    /// <summary>Below it the log is compacted (Kafka's first dirty offset).</summary>
    internal long CleanerOffset
    {
        get => Volatile.Read(ref _cleanerOffset);
        set => Volatile.Write(ref _cleanerOffset, value);
    }

    /// <summary>Below it compaction may have left leaps between offsets. Durable before the first one is made.</summary>
    internal long CompactedEnd
    {
        get => Volatile.Read(ref _compactedEnd);
        set => Volatile.Write(ref _compactedEnd, value);
    }

    /// <summary>Until when (epoch ms) compaction leaves the log alone, after it failed.</summary>
    internal long UncleanableUntilMs { get; set; }

    /// <summary>What of the log could be compacted now; null when it has no such policy or nothing that is sealed and synced.</summary>
    internal CleanableLog? FindCleanable()
    {
        if (_isClosed || !_config.CompactPolicy || _logEnd == 0) return null;
        var segments = Segments;
        if (segments.Count < 2) return null;
        var found = MeasureCleanable(segments);
        lock (_writer)
        {
            if (!_isClosed) RestIfUnused();
        }

        return found;
    }

    /// <summary>Keeps the files open while they are compacted; the idle job closes them afterwards.</summary>
    internal void BeginCleaning()
    {
        _directory.BeginWriting();
        Touch();
    }

    internal bool HasDamage(long from, long next) => Array.Exists(_damage, range => range.From < next && from < range.Next);

    /// <summary>Finds out what is damaged in the segment, and tells.</summary>
    internal void NoteDamage(LogSegment segment) => Rescan(segment);

    /// <summary>
    /// Puts a compacted segment, complete and synced under its temporary name, in the place of those it was made of. Readers of the old ones read on. The files go through these states,
    /// each durable before the next begins, so that a crash leaves the old segments or the new one:
    /// <list type="number">
    /// <item>the new one is called <c>.swap</c>: from here on a start finishes what was begun;</item>
    /// <item>the old ones are called <c>.deleted</c>;</item>
    /// <item>the new one has its own name.</item>
    /// </list>
    /// </summary>
    /// <returns>False when the old ones are no longer there: the log was closed, or retention took them. Nothing was changed.</returns>
    /// <exception cref="LogFailedException">Which names are on disk is unknown.</exception>
    internal bool Replace(IReadOnlyList<LogSegment> old, LogSegment cleaned)
    {
        lock (_reshaping)
        {
            if (_isClosed || IndexOf(old) < 0) return false;
            try
            {
                Rename(old, cleaned);
            }
            catch (IOException e)
            {
                throw _directory.Fail(e);
            }

            lock (_writer) _segments = Segments.Replaced(IndexOf(old), old.Count, cleaned);
            foreach (var segment in old) Retire(segment);
            return true;
        }
    }

    private void Rename(IReadOnlyList<LogSegment> old, LogSegment cleaned)
    {
        cleaned.MoveTo(SegmentName.Swap);
        if (_directory.Commit.Mutation != SyncMutation.SkipSwapSync) _directory.Files.SyncDirectory(_path);
        foreach (var segment in old) segment.MoveTo(SegmentName.Deleted);
        _directory.Files.SyncDirectory(_path);
        cleaned.MoveTo("");
        _directory.Files.SyncDirectory(_path);
    }

    private void Retire(LogSegment segment)
    {
        segment.CloseFilesForGood();
        foreach (var file in new[] { segment.File, segment.Offsets.File, segment.Times.File }) _directory.DeleteLater(file.Path, _config.FileDeleteDelayMs);
    }

    private int IndexOf(IReadOnlyList<LogSegment> old)
    {
        var segments = Segments;
        var index = segments.Count == 0 ? -1 : segments.IndexOf(old[0].BaseOffset);
        // The last one is the active segment, which is never replaced.
        if (index < 0 || index + old.Count >= segments.Count) return -1;
        for (var i = 0; i < old.Count; i++)
            if (!ReferenceEquals(segments[index + i], old[i])) return -1;
        return index;
    }

    private CleanableLog? MeasureCleanable(SegmentList segments)
    {
        var start = LogStartOffset;
        var dirtyFrom = FirstDirty(segments, start);
        var limit = Math.Min(SyncedEnd, HighWatermark);
        var cleanable = new List<CleanableSegment>();
        long clean = 0, dirty = 0;
        for (var i = segments.IndexOf(start); i + 1 < segments.Count; i++)
        {
            var segment = new CleanableSegment(segments[i], segments[i + 1].BaseOffset);
            var isDirty = segment.End > dirtyFrom;
            if (segment.End > limit || (isDirty && IsTooYoung(segment.Segment))) break;
            cleanable.Add(segment);
            if (isDirty) dirty += segment.Segment.Size;
            else clean += segment.Segment.Size;
        }

        return dirty == 0 ? null : new(this, cleanable, dirtyFrom, clean, dirty, IsOverdue(cleanable, dirtyFrom));
    }

    /// <summary>Kafka's rule for a checkpoint that does not fit the log: from its start again.</summary>
    private long FirstDirty(SegmentList segments, long start) =>
        CleanerOffset > segments.Active!.BaseOffset ? start : Math.Max(CleanerOffset, start);

    private bool IsTooYoung(LogSegment segment)
    {
        var lag = _config.MinCompactionLagMs;
        if (lag <= 0) return false;
        EnsureIndexed(segment);
        var last = LargestTimestamp(segment);
        return (last >= 0 ? last : LastWrite(segment)) > _directory.NowMs - lag;
    }

    private bool IsOverdue(List<CleanableSegment> segments, long dirtyFrom)
    {
        var lag = _config.MaxCompactionLagMs;
        if (lag == long.MaxValue) return false;
        var oldest = segments.Where(s => s.End > dirtyFrom).Select(s => FirstTimestamp(s.Segment)).Where(t => t > 0).DefaultIfEmpty(long.MaxValue).Min();
        return oldest < _directory.NowMs - lag;
    }

    private static long FirstTimestamp(LogSegment segment)
    {
        Span<byte> bytes = stackalloc byte[RecordBatchFormat.HeaderBytes];
        return LogLoader.TryReadHeader(segment, 0, bytes, out var header) ? header.MaxTimestamp : -1;
    }

    /// <summary>What it says of leaps is not of damage.</summary>
    private bool MayLeap(LogSegment segment) => segment.BaseOffset < CompactedEnd;
}
