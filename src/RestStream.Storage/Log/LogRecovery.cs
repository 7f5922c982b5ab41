using RestStream.Storage.Files;

namespace RestStream.Storage.Log;

/// <summary>
/// Recovers a log that was not cleanly stopped. Only what lies past the recovery point is read. The first bad batch at or above it cuts the log, whatever follows: none of that
/// was acknowledged as durable. Below it bad bytes are damage: kept, reported, never served.
/// </summary>
internal sealed class LogRecovery(LogDirectory directory, TopicPartition partition, string path, LogConfig config, long compactedEnd)
{
    private readonly LogLoader _loader = new(directory, path, config, compactedEnd);
    private readonly List<DamagedRange> _damage = [];
    private readonly List<LogSegment> _scanned = [];
    private bool _hasNewNames;
    private long _bytesRead;

    /// <param name="recoveryPoint">Everything below was synced; 0 when unknown. What was compacted was synced before.</param>
    /// <param name="logStart">The log start offset of the checkpoint; 0 for none.</param>
    public LoadedLog Run(long recoveryPoint, long logStart)
    {
        var segments = _loader.ListSegments();
        var start = Math.Max(logStart, segments.Count == 0 ? 0 : segments[0].BaseOffset);
        var trusted = Math.Max(Math.Max(recoveryPoint, compactedEnd), start);
        if (segments.Count > 0) ScanFrom(IndexOf(segments, trusted), segments, trusted);

        var end = segments.Count == 0 ? start : Math.Max(start, segments[^1].NextOffset);
        if (end < trusted) AddDamage(new(end, trusted), "the log ends below its synced end");
        SyncKept(segments);
        directory.Events.Recovered(partition, trusted, Math.Max(end, trusted), _bytesRead);
        StorageMetrics.RecoveredBytes.Add(_bytesRead);
        return new(new SegmentList([.. segments]), start, Math.Max(end, trusted), _damage);
    }

    private static int IndexOf(List<LogSegment> segments, long offset) => Math.Max(0, segments.FindLastIndex(s => s.BaseOffset <= offset));

    private void ScanFrom(int first, List<LogSegment> segments, long trusted)
    {
        for (var i = first; i < segments.Count; i++)
        {
            var expected = i == 0 ? segments[0].BaseOffset : segments[i - 1].NextOffset;
            if (i > first && IsLoss(expected, segments[i].BaseOffset, trusted))
            {
                Detach(segments, i);
                return;
            }

            if (i > first && LeavesHole(expected, segments[i].BaseOffset)) AddDamage(new(expected, segments[i].BaseOffset), "a segment ends too early");
            var limit = i + 1 < segments.Count ? segments[i + 1].BaseOffset : long.MaxValue;
            if (!Scan(segments[i], trusted, limit)) Detach(segments, i + 1);
        }
    }

    /// <summary>A segment that is missing before this one, where nothing was known to be synced.</summary>
    private static bool IsLoss(long expected, long baseOffset, long trusted) => baseOffset != expected && baseOffset > trusted;

    private bool LeavesHole(long expected, long baseOffset) =>
        expected < baseOffset && baseOffset > compactedEnd && (_damage.Count == 0 || _damage[^1].Next < baseOffset);

    /// <returns>False when the log ends in this segment.</returns>
    private bool Scan(LogSegment segment, long trusted, long limit)
    {
        var length = segment.Size;
        segment.File.Open().DropCache();
        var from = Resume(segment, trusted, out var rebuilt);
        var scan = new SegmentScan(segment, from, length, config.IndexIntervalBytes);
        scan.Run(trusted, limit);
        segment.Size = scan.End;
        if (rebuilt is not null && HadEntries(segment, trusted)) directory.Events.IndexRebuilt(partition, segment.BaseOffset, rebuilt);
        segment.IsIndexed = true;
        _scanned.Add(segment);
        _bytesRead += length - from;
        foreach (var range in scan.Damage) AddDamage(range, scan.Reason);
        if (scan.IsTorn) CutTail(segment, length);
        return !scan.IsTorn && (scan.Damage.Count == 0 || scan.Damage[^1].Next < trusted || limit <= trusted);
    }

    private static long Resume(LogSegment segment, long trusted, out string? rebuilt)
    {
        rebuilt = null;
        if (segment.Size == 0) return ResetIndexes(segment);
        if (!LogLoader.LoadIndexes(segment)) rebuilt = "missing or of no whole entries";
        else if (AreSane(segment) && LogLoader.TryResume(segment, trusted, out var position))
        {
            KeepEntries(segment, trusted, position);
            return position;
        }
        else rebuilt = "not ascending, or not as the log";

        return ResetIndexes(segment);
    }

    /// <summary>Indexes are written with the checkpoint: what lies past it was never in the file.</summary>
    private static bool HadEntries(LogSegment segment, long trusted) => segment.Offsets.TryFloor(trusted - 1 - segment.BaseOffset, out _);

    private static bool AreSane(LogSegment segment) =>
        segment.Offsets.IsAscending(segment.Size) && segment.Times.IsAscending(int.MaxValue);

    /// <summary>Drops the entries past the batch where the scan begins: the scan makes them anew.</summary>
    private static void KeepEntries(LogSegment segment, long trusted, long position)
    {
        var nextOffset = segment.NextOffset;
        var firstTimestamp = segment.FirstTimestamp;
        var offsets = CountWhere(segment.Offsets, e => e.Value <= position && segment.BaseOffset + e.Key < trusted);
        var lastKept = offsets > 0 && segment.Offsets.TryGet(offsets - 1, out var entry) ? entry.Key : -1;
        segment.Times.Truncate(CountWhere(segment.Times, e => e.Value < nextOffset - segment.BaseOffset || e.Value <= lastKept));
        segment.Offsets.Truncate(offsets);
        segment.ResetTracking(nextOffset, firstTimestamp);
    }

    private static int CountWhere(SparseIndex index, Func<IndexEntry, bool> keep)
    {
        int low = 0, high = index.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (index.TryGet(middle, out var entry) && keep(entry)) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static long ResetIndexes(LogSegment segment)
    {
        segment.Offsets.Truncate(0);
        segment.Times.Truncate(0);
        segment.ResetTracking(segment.BaseOffset, -1);
        return 0;
    }

    /// <summary>Keeps the bytes from the segment's end on beside the log and cuts them off.</summary>
    private void CutTail(LogSegment segment, long length)
    {
        var bytes = length - segment.Size;
        var name = TornFile.FreeName(directory.Files, path, segment.NextOffset);
        TornFile.Copy(directory.Files, segment.File, segment.Size, length, Path.Combine(path, name));
        segment.File.Open().SetLength(segment.Size);
        ReportCut(segment.NextOffset, bytes, name);
    }

    /// <summary>Takes the segments from an index on out of the log: they lie behind its end.</summary>
    private void Detach(List<LogSegment> segments, int from)
    {
        for (var i = segments.Count - 1; i >= from; i--)
        {
            var segment = segments[i];
            segment.CloseFiles();
            var name = TornFile.FreeName(directory.Files, path, segment.BaseOffset);
            directory.Files.Rename(segment.File.Path, Path.Combine(path, name));
            directory.Files.DeleteFile(segment.Offsets.File.Path);
            directory.Files.DeleteFile(segment.Times.File.Path);
            ReportCut(segment.BaseOffset, segment.Size, name);
        }

        segments.RemoveRange(from, segments.Count - from);
    }

    private void ReportCut(long offset, long bytes, string name)
    {
        _hasNewNames = true;
        StorageMetrics.CutBytes.Add(bytes);
        directory.Events.TailCut(partition, offset, bytes, name);
    }

    private void AddDamage(DamagedRange range, string reason)
    {
        _damage.Add(range);
        StorageMetrics.DamagedRanges.Add(1);
        directory.Events.DamageFound(partition, range.From, range.Next, reason);
    }

    /// <summary>The page cache may hold what the disk does not: what is kept is synced before it is served.</summary>
    private void SyncKept(List<LogSegment> segments)
    {
        foreach (var segment in _scanned.Where(segments.Contains))
        {
            segment.File.Open().Sync();
            SyncIndexes(segment, isSealed: !ReferenceEquals(segment, segments[^1]));
            segment.CloseFiles();
        }

        if (_hasNewNames || _scanned.Count > 0) directory.Files.SyncDirectory(path);
    }

    /// <summary>Indexes stay in memory when the disk is full.</summary>
    private void SyncIndexes(LogSegment segment, bool isSealed)
    {
        try
        {
            var indexes = new List<ILogFile>();
            segment.FlushIndexes(indexes, isFinal: isSealed);
            foreach (var index in indexes) index.Sync();
        }
        catch (FileSystemException e) when (e.Error == FileError.NoSpace)
        {
            directory.Events.BackgroundFailed("write indexes", e);
        }
    }
}
