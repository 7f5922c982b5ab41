using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage.Compaction;

/// <summary>
/// Finishes or undoes the replacement of segments that a crash interrupted, by Kafka's rules: <c>.cleaned</c> goes, and a <c>.swap</c> at or above the lowest of them; every other
/// <c>.swap</c> wins over the segments in its range. It can be interrupted and begun again at any point.
/// </summary>
internal sealed class SwapRecovery
{
    private static readonly string[] Kinds = [SegmentName.OffsetIndex, SegmentName.TimeIndex, SegmentName.Log];
    private readonly LogDirectory _directory;
    private readonly string _path;
    private readonly List<(long BaseOffset, string Kind)> _cleaned = [];
    private readonly List<(long BaseOffset, string Kind)> _swaps = [];

    private SwapRecovery(LogDirectory directory, string path, IEnumerable<DirectoryEntry> entries)
    {
        (_directory, _path) = (directory, path);
        foreach (var (name, _) in entries)
        {
            foreach (var kind in Kinds)
            {
                if (SegmentName.TryParse(name, kind + SegmentName.Cleaned, out var baseOffset)) _cleaned.Add((baseOffset, kind));
                else if (SegmentName.TryParse(name, kind + SegmentName.Swap, out baseOffset)) _swaps.Add((baseOffset, kind));
            }
        }
    }

    /// <summary>What is in the log's directory, once no replacement is unfinished.</summary>
    public static IReadOnlyList<DirectoryEntry> Run(LogDirectory directory, string path)
    {
        var entries = directory.Files.List(path);
        var recovery = new SwapRecovery(directory, path, entries);
        if (recovery._cleaned.Count + recovery._swaps.Count == 0) return entries;
        directory.BeginWriting();
        recovery.Finish();
        return directory.Files.List(path);
    }

    /// <summary>The offset after a segment's last batch, as far as it can be read.</summary>
    public static long EndOf(IFileSystem files, string directory, long baseOffset, string stage)
    {
        var file = new SegmentFile(files, directory, baseOffset, SegmentName.Log, stage);
        try
        {
            using var scanner = new BatchScanner(file, 0, file.Open(FileOpenMode.Read).Length);
            var end = baseOffset;
            while (scanner.TryNext(out var header)) end = header.NextOffset;
            return end;
        }
        finally
        {
            file.Close();
        }
    }

    private void Finish()
    {
        var lowest = _cleaned.Count == 0 ? long.MaxValue : _cleaned.Min(c => c.BaseOffset);
        var whole = _swaps.Where(s => s.Kind == SegmentName.Log && s.BaseOffset < lowest).Select(s => s.BaseOffset).ToHashSet();
        // Indexes alone: their log has its name already, or never had the other; they are made anew.
        foreach (var (baseOffset, kind) in _swaps.Where(s => !whole.Contains(s.BaseOffset))) Delete(baseOffset, kind, SegmentName.Swap);
        _directory.Files.SyncDirectory(_path);
        foreach (var (baseOffset, kind) in _cleaned) Delete(baseOffset, kind, SegmentName.Cleaned);

        foreach (var baseOffset in whole) DeleteReplaced(baseOffset);
        _directory.Files.SyncDirectory(_path);
        foreach (var (baseOffset, kind) in _swaps.Where(s => whole.Contains(s.BaseOffset)).OrderBy(s => Array.IndexOf(Kinds, s.Kind)))
            _directory.Files.Rename(PathOf(baseOffset, kind, SegmentName.Swap), PathOf(baseOffset, kind, ""));
        _directory.Files.SyncDirectory(_path);
    }

    private void DeleteReplaced(long first)
    {
        var end = EndOf(_directory.Files, _path, first, SegmentName.Swap);
        foreach (var (name, _) in _directory.Files.List(_path))
        {
            foreach (var kind in Kinds)
                if (SegmentName.TryParse(name, kind, out var baseOffset) && baseOffset >= first && (baseOffset < end || baseOffset == first)) Delete(baseOffset, kind, "");
        }
    }

    private void Delete(long baseOffset, string kind, string stage) => _directory.Files.DeleteFile(PathOf(baseOffset, kind, stage));

    private string PathOf(long baseOffset, string kind, string stage) => Path.Combine(_path, SegmentName.Of(baseOffset, kind)) + stage;
}
