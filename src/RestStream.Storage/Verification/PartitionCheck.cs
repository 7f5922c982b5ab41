using System.Globalization;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Compaction;
using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage.Verification;

/// <summary>Checks the directory of one partition.</summary>
/// <param name="files">The files.</param>
/// <param name="path">The directory.</param>
/// <param name="recoveryPoint">Below it everything was synced.</param>
/// <param name="compactedEnd">Below it compaction may have left leaps.</param>
internal sealed class PartitionCheck(IFileSystem files, string path, long recoveryPoint, long compactedEnd)
{
    private readonly List<string> _problems = [];
    private readonly List<string> _notes = [];
    private long _batches;
    private long _records;
    private long _bytes;
    private long _next;

    public VerifiedLog Run(string name)
    {
        CheckFile(PartitionMetadata.FileName, p => PartitionMetadata.Read(files, p));
        CheckFile(LeaderEpochCheckpoint.FileName, p => LeaderEpochCheckpoint.Read(files, p));
        var segments = ListSegments();
        for (var i = 0; i < segments.Count; i++) CheckSegment(segments, i);
        if (_next < recoveryPoint) _problems.Add(Text($"the log ends at offset {_next}, below its synced end {recoveryPoint}"));
        return new(name, segments.Count, _batches, _records, _bytes, segments.Count == 0 ? 0 : segments.Keys[0], _next, _problems, _notes);
    }

    /// <summary>The segments as the next start will have them: by base offset, with what follows the suffix of their files' names.</summary>
    private SortedList<long, string> ListSegments()
    {
        var segments = new SortedList<long, string>();
        var swaps = new List<long>();
        var lowestCleaned = long.MaxValue;
        foreach (var (name, _) in files.List(path))
        {
            if (SegmentName.TryParse(name, SegmentName.Log, out var baseOffset)) segments.Add(baseOffset, "");
            else if (SegmentName.TryParse(name, SegmentName.Log + SegmentName.Swap, out baseOffset)) swaps.Add(baseOffset);
            else if (name.EndsWith(SegmentName.Torn, StringComparison.Ordinal)) _notes.Add($"{name}: bytes that a recovery cut off");
            else if (name.EndsWith(SegmentName.Cleaned, StringComparison.Ordinal)) lowestCleaned = Math.Min(lowestCleaned, NoteCleaned(name));
        }

        foreach (var swap in swaps.Where(s => s < lowestCleaned)) PutInPlace(swap, segments);
        return segments;
    }

    private long NoteCleaned(string name)
    {
        _notes.Add($"{name}: of a compaction that did not end; the next start removes it");
        return long.TryParse(name.AsSpan(0, name.IndexOf('.', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture, out var baseOffset) ? baseOffset : long.MaxValue;
    }

    private void PutInPlace(long swap, SortedList<long, string> segments)
    {
        var end = SwapRecovery.EndOf(files, path, swap, SegmentName.Swap);
        foreach (var replaced in segments.Keys.Where(s => s >= swap && s < Math.Max(end, swap + 1)).ToList()) segments.Remove(replaced);
        segments.Add(swap, SegmentName.Swap);
        _notes.Add(Text($"{SegmentName.Of(swap, SegmentName.Log)}{SegmentName.Swap}: the result of a compaction; the next start puts it in the place of the segments up to offset {end}"));
    }

    private void CheckSegment(SortedList<long, string> segments, int index)
    {
        var limit = index == segments.Count - 1 ? long.MaxValue : segments.Keys[index + 1];
        var check = new SegmentCheck(files, path, segments.Keys[index], segments.Values[index], limit);
        check.Run(recoveryPoint);
        _batches += check.Batches;
        _records += check.Records;
        _bytes += check.Bytes;
        _next = check.NextOffset;
        _problems.AddRange(check.Problems);
        _notes.AddRange(check.Notes);
        if (limit != long.MaxValue && _next < limit && limit > compactedEnd) _problems.Add(Text($"the records from offset {_next} to {limit - 1} are missing"));
    }

    private void CheckFile(string file, Func<string, object?> read)
    {
        try
        {
            read(Path.Combine(path, file));
        }
        catch (DamagedFileException e)
        {
            _problems.Add(e.Message);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
