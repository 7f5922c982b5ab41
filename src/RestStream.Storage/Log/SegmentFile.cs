using RestStream.Storage.Files;

namespace RestStream.Storage.Log;

/// <summary>One file of a segment, opened at its first use and closed when idle. Thread-safe.</summary>
/// <param name="files">The files.</param>
/// <param name="directory">The partition's directory.</param>
/// <param name="baseOffset">The segment's.</param>
/// <param name="suffix">What kind of file.</param>
/// <param name="stage">What follows the suffix: nothing, or <see cref="SegmentName.Cleaned"/>, <see cref="SegmentName.Swap"/>.</param>
internal sealed class SegmentFile(IFileSystem files, string directory, long baseOffset, string suffix, string stage = "")
{
    private readonly Lock _opening = new();
    private volatile ILogFile? _file;
    private volatile string _stage = stage;
    private bool _isGone;

    public string Path => PathAt(_stage);

    public bool IsOpen => _file is not null;

    public ILogFile Open(FileOpenMode mode = FileOpenMode.ReadWrite)
    {
        if (_file is { } open) return open;
        lock (_opening)
        {
            if (_file is { } other) return other;
            if (_isGone) throw new FileSystemException(FileError.NotFound, $"open {Path}: deleted");
            var file = files.Open(Path, mode);
            StorageMetrics.OpenFiles.Add(1);
            return _file = file;
        }
    }

    /// <summary>Reads at a position, opening the file again when it was closed as idle meanwhile.</summary>
    public int Read(Span<byte> destination, long position)
    {
        while (true)
        {
            var file = Open();
            try
            {
                return file.Read(destination, position);
            }
            catch (ObjectDisposedException) when (_file != file)
            {
                continue;
            }
        }
    }

    /// <summary>Renames the file, if there is one. Readers that have it open keep it, others open it under its new name: there is no moment without it.</summary>
    public void MoveTo(string stage)
    {
        lock (_opening)
        {
            if (files.FileExists(Path)) files.Rename(Path, PathAt(stage));
            _stage = stage;
        }
    }

    /// <summary>Closes the file for good: another log may soon have a file at the same path, and no late reader must open that.</summary>
    public void CloseForGood()
    {
        lock (_opening) _isGone = true;
        Close();
    }

    public void Close()
    {
        ILogFile? file;
        lock (_opening)
        {
            file = _file;
            _file = null;
        }

        if (file is null) return;
        StorageMetrics.OpenFiles.Add(-1);
        file.Dispose();
    }

    private string PathAt(string stage) => System.IO.Path.Combine(directory, SegmentName.Of(baseOffset, suffix)) + stage;
}
