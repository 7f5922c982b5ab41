using System.Buffers;
using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    private const int ReadAttempts = 8;
    private volatile DamagedRange[] _damage = [];
    private volatile bool _isWatched;
    private long _lastUsed;

    /// <summary>
    /// Reads whole batches from the one that holds <paramref name="offset"/> (below the start: from the start) up to the high watermark, their CRC verified.
    /// Stops after <paramref name="maxRecords"/> records or before <paramref name="maxBytes"/> bytes would be passed; the first batch comes whole whatever its size when
    /// <paramref name="atLeastOne"/> is set. May read less than there is (at a segment's end, before damage): an empty answer below the high watermark never happens with atLeastOne.
    /// </summary>
    public LogReadResult Read(long offset, int maxBytes, int maxRecords, bool atLeastOne)
    {
        for (var attempt = 0; ; attempt++)
        {
            var start = LogStartOffset;
            var end = HighWatermark;
            if (_isClosed) return Answer(LogReadStatus.Closed, start, end);
            if (offset > end) return Answer(LogReadStatus.OffsetOutOfRange, start, end);
            if (offset == end) return Answer(LogReadStatus.Ok, start, end);
            try
            {
                return ReadBatches(new(Math.Max(offset, start), end, maxBytes, maxRecords, atLeastOne), start);
            }
            catch (FileSystemException e) when (e.Error == FileError.NotFound && attempt < ReadAttempts)
            {
                // Retention took the segment: the list is another one now, or the log was deleted.
                continue;
            }
        }
    }

    private static LogReadResult Answer(LogReadStatus status, long start, long end, long next = -1) => new(status, null, 0, start, end, next);

    private LogReadResult ReadBatches(ReadRequest request, long start)
    {
        var segments = Segments;
        Touch();
        var isRescanned = false;
        for (var i = segments.IndexOf(request.Offset); i < segments.Count;)
        {
            if (DamageAt(request.Offset) is { } known) return Answer(LogReadStatus.Damaged, start, request.End, known.Next);
            var segment = segments[i];
            EnsureIndexed(segment);
            var outcome = SegmentReader.Read(segment, request, out var buffer, out var length);
            if (outcome == SegmentReadOutcome.Read)
            {
                if (!TryPassEmptied(buffer, length, ref request)) return new(LogReadStatus.Ok, buffer, length, start, request.End, -1);
                isRescanned = false;
                continue;
            }

            if (outcome == SegmentReadOutcome.Nothing && LeavesHole(segments, i, request)) outcome = SegmentReadOutcome.Anomaly;
            if (outcome == SegmentReadOutcome.Anomaly && !isRescanned)
            {
                isRescanned = true;
                Rescan(segment);
                continue;
            }

            if (outcome == SegmentReadOutcome.Anomaly) return Unreadable(segments, i, request, start);
            isRescanned = false;
            i++;
        }

        return Answer(LogReadStatus.Ok, start, request.End);
    }

    /// <summary>Batches that compaction emptied are no answer where records may follow: goes past them. At the end of the log they are, so that the reader moves on.</summary>
    private static bool TryPassEmptied(byte[]? buffer, int length, ref ReadRequest request)
    {
        if (buffer is null || !SegmentReader.AreEmptied(buffer.AsSpan(0, length), out var next) || next >= request.End) return false;
        ArrayPool<byte>.Shared.Return(buffer);
        request = request with { Offset = next };
        return true;
    }

    /// <summary>In use: the files stay open for a while. Returns the time, epoch ms.</summary>
    private long Touch()
    {
        var now = _directory.NowMs;
        Volatile.Write(ref _lastUsed, now);
        if (_isWatched) return now;
        _isWatched = true;
        _directory.WatchFiles(this);
        return now;
    }

    private bool LeavesHole(SegmentList segments, int index, in ReadRequest request) =>
        !MayLeap(segments[index]) && request.Offset < (index + 1 < segments.Count ? segments[index + 1].BaseOffset : request.End);

    private DamagedRange? DamageAt(long offset)
    {
        foreach (var range in _damage)
            if (offset >= range.From && offset < range.Next) return range;
        return null;
    }

    /// <summary>A scan of the whole segment found it good and the read does not: the disk answers differently each time.</summary>
    private static LogReadResult Unreadable(SegmentList segments, int index, in ReadRequest request, long start)
    {
        var next = index + 1 < segments.Count ? segments[index + 1].BaseOffset : request.End;
        return Answer(LogReadStatus.Damaged, start, request.End, next);
    }

    private void EnsureIndexed(LogSegment segment)
    {
        if (segment.IsIndexed) return;
        lock (segment)
        {
            if (segment.IsIndexed) return;
            if (LogLoader.LoadIndexes(segment)) segment.IsIndexed = true;
        }

        if (segment.IsIndexed) return;
        Rescan(segment);
    }

    /// <summary>What an index or a header says does not fit the log: goes over the whole segment, finds the damage, makes the indexes anew.</summary>
    private void Rescan(LogSegment segment)
    {
        lock (_writer)
        {
            // Under the lock: it may have been sealed, or taken out, since the reader found it.
            var segments = Segments;
            var index = segments.Count == 0 ? -1 : segments.IndexOf(segment.BaseOffset);
            if (_isClosed || index < 0 || !ReferenceEquals(segments[index], segment)) return;
            _directory.BeginWriting();
            var isSealed = index + 1 < segments.Count;
            var limit = isSealed ? segments[index + 1].BaseOffset : _logEnd;
            var length = isSealed ? segment.File.Open().Length : segment.Size;
            var found = new SegmentRebuild(segment, length, limit, isSealed, MayLeap(segment), _config, _directory.Events).Run();
            if (found.Damage.Count == 0) _directory.Events.IndexRebuilt(Partition, segment.BaseOffset, "missing, or not as the log");
            foreach (var range in found.Damage) AddDamage(range, found.Reason);
        }
    }

    private void AddDamage(DamagedRange range, string reason)
    {
        if (_damage.Contains(range)) return;
        _damage = [.. _damage.Append(range).OrderBy(r => r.From)];
        StorageMetrics.DamagedRanges.Add(1);
        _directory.Events.DamageFound(Partition, range.From, range.Next, reason);
    }
}
