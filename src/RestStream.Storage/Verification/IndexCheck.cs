using System.Globalization;
using RestStream.Storage.Files;
using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage.Verification;

/// <summary>Checks an index while its log is walked: entries ascend, an offset entry names a batch's last offset and start, a time entry the largest timestamp of the batch it names.</summary>
internal sealed class IndexCheck(IFileSystem files, string directory, long baseOffset, string suffix, string stage)
{
    private readonly SparseIndex _index = new(files, directory, baseOffset, suffix, stage);
    private readonly bool _isTime = suffix == SegmentName.TimeIndex;
    private int _at;
    private IndexEntry _entry;
    private IndexEntry? _before;

    /// <summary>False when the file is missing (no problem) or is none of whole entries.</summary>
    public bool TryOpen(out string? problem)
    {
        problem = null;
        if (!files.FileExists(_index.File.Path)) return false;
        _index.File.Open(FileOpenMode.Read);
        if (!_index.Load()) problem = $"{suffix} is none of whole entries";
        else TryLoadEntry();
        return problem is null;
    }

    /// <summary>Compares the entries that name this batch; a problem, or null.</summary>
    public string? Visit(in RecordBatchHeader batch, long position)
    {
        while (_at < _index.Count && Concerns(batch, position))
        {
            var isRight = Ascends() && (_isTime ? batch.MaxTimestamp == _entry.Key : position == _entry.Value && batch.LastOffset == baseOffset + _entry.Key);
            var entry = _entry;
            var number = _at;
            (_before, _at) = (_entry, _at + 1);
            TryLoadEntry();
            if (!isRight) return string.Create(CultureInfo.InvariantCulture, $"{suffix} entry {number} ({entry.Key}, {entry.Value}) is not as the log");
        }

        return null;
    }

    /// <summary>After the last batch: entries that name none.</summary>
    public string? Finish() => _at < _index.Count ? string.Create(CultureInfo.InvariantCulture, $"{suffix} entry {_at} lies behind the log's end") : null;

    public void Close() => _index.File.Close();

    private bool Concerns(in RecordBatchHeader batch, long position) => _isTime ? batch.LastOffset >= baseOffset + _entry.Value : position >= _entry.Value;

    private bool Ascends() => _before is not { } before || (_entry.Key > before.Key && _entry.Value >= before.Value);

    private void TryLoadEntry()
    {
        if (_at < _index.Count) _index.TryGet(_at, out _entry);
    }
}
