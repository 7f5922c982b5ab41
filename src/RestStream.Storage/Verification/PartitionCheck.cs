using System.Globalization;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage.Verification;

/// <summary>Checks the directory of one partition.</summary>
internal sealed class PartitionCheck(IFileSystem files, string path, long recoveryPoint)
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
        var bases = ListSegments();
        for (var i = 0; i < bases.Count; i++) CheckSegment(bases, i);
        if (_next < recoveryPoint) _problems.Add(Text($"the log ends at offset {_next}, below its synced end {recoveryPoint}"));
        return new(name, bases.Count, _batches, _records, _bytes, bases.Count == 0 ? 0 : bases[0], _next, _problems, _notes);
    }

    private List<long> ListSegments()
    {
        var bases = new List<long>();
        foreach (var (name, _) in files.List(path))
        {
            if (SegmentName.TryParse(name, SegmentName.Log, out var baseOffset)) bases.Add(baseOffset);
            else if (name.EndsWith(SegmentName.Torn, StringComparison.Ordinal)) _notes.Add($"{name}: bytes that a recovery cut off");
        }

        return bases;
    }

    private void CheckSegment(List<long> bases, int index)
    {
        var isLast = index == bases.Count - 1;
        var check = new SegmentCheck(files, path, bases[index], isLast ? long.MaxValue : bases[index + 1]);
        check.Run(recoveryPoint);
        _batches += check.Batches;
        _records += check.Records;
        _bytes += check.Bytes;
        _next = check.NextOffset;
        _problems.AddRange(check.Problems);
        _notes.AddRange(check.Notes);
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
