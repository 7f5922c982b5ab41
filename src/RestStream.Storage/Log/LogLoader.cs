using RestStream.Storage.Checkpoints;
using RestStream.Storage.Compaction;
using RestStream.Storage.Files;
using RestStream.Storage.Records;

namespace RestStream.Storage.Log;

/// <summary>Brings a log from its files into memory: after a clean stop by its lists and last index entry alone, otherwise with <see cref="LogRecovery"/>.</summary>
/// <param name="directory">The data directory.</param>
/// <param name="path">The log's own.</param>
/// <param name="config">Its config.</param>
/// <param name="compactedEnd">Below it compaction may have left leaps.</param>
internal sealed class LogLoader(LogDirectory directory, string path, LogConfig config, long compactedEnd)
{
    /// <summary>The log as the clean stop left it; null when the files are not as it says.</summary>
    public LoadedLog? TryLoadClean(CleanLog clean)
    {
        var segments = ListSegments();
        if (segments.Count == 0) return clean.LogEndOffset == clean.LogStartOffset ? new(SegmentList.Empty, clean.LogStartOffset, clean.LogEndOffset, []) : null;

        var active = segments[^1];
        if (active.BaseOffset != clean.ActiveSegmentBaseOffset || active.Size != clean.ActiveSegmentBytes) return null;
        if (!LoadIndexes(active) || !TryResume(active, clean.LogEndOffset, out var position)) return null;
        var scan = new SegmentScan(active, position, active.Size, config.IndexIntervalBytes);
        scan.Run(long.MaxValue, clean.LogEndOffset);
        if (scan.Damage.Count > 0 || active.NextOffset != clean.LogEndOffset) return null;
        active.IsIndexed = true;
        return new(new SegmentList([.. segments]), clean.LogStartOffset, clean.LogEndOffset, []);
    }

    /// <summary>The segments by their names, sizes from their files; what was being replaced or deleted when the process ended is replaced or deleted now.</summary>
    public List<LogSegment> ListSegments()
    {
        var segments = new List<LogSegment>();
        foreach (var (name, isDirectory) in SwapRecovery.Run(directory, path))
        {
            if (isDirectory) continue;
            if (name.EndsWith(SegmentName.Deleted, StringComparison.Ordinal)) directory.DeleteLater(Path.Combine(path, name), config.FileDeleteDelayMs);
            else if (SegmentName.TryParse(name, SegmentName.Log, out var baseOffset)) segments.Add(Open(baseOffset));
        }

        for (var i = 0; i + 1 < segments.Count; i++) segments[i].NextOffset = segments[i + 1].BaseOffset;
        return segments;
    }

    public static bool LoadIndexes(LogSegment segment) => segment.Size == 0 || (segment.Offsets.Load() && segment.Times.Load());

    /// <summary>Where a scan of the segment can begin so that it passes <paramref name="offset"/>: at the batch of the last index entry below it, checked against the log.</summary>
    public static bool TryResume(LogSegment segment, long offset, out long position)
    {
        position = 0;
        segment.ResetTracking(segment.BaseOffset, -1);
        if (!segment.Offsets.TryFloor(offset - 1 - segment.BaseOffset, out var entry)) return true;

        Span<byte> bytes = stackalloc byte[RecordBatchFormat.HeaderBytes];
        if (!TryReadHeader(segment, 0, bytes, out var header)) return false;
        var firstTimestamp = header.MaxTimestamp;
        if (!TryReadHeader(segment, entry.Value, bytes, out header) || header.LastOffset != segment.BaseOffset + entry.Key) return false;
        segment.ResetTracking(header.BaseOffset, firstTimestamp);
        position = entry.Value;
        return true;
    }

    public static bool TryReadHeader(LogSegment segment, long position, Span<byte> bytes, out RecordBatchHeader header)
    {
        header = default;
        return position >= 0 && position + bytes.Length <= segment.Size
            && segment.File.Read(bytes, position) == bytes.Length
            && RecordBatchHeader.TryRead(bytes, out header)
            && position + header.Length <= segment.Size;
    }

    private LogSegment Open(long baseOffset)
    {
        var segment = new LogSegment(directory.Files, path, baseOffset) { CreatedMs = directory.NowMs, HasLeaps = baseOffset < compactedEnd };
        segment.Size = segment.File.Open().Length;
        segment.CloseFiles();
        return segment;
    }
}
