using RestStream.Storage.Files;

namespace RestStream.Storage.Log;

/// <summary>One file of a segment, opened at its first use and closed when idle. Thread-safe.</summary>
internal sealed class SegmentFile(IFileSystem files, string directory, long baseOffset, string suffix)
{
    private readonly Lock _opening = new();
    private volatile ILogFile? _file;
    private bool _isGone;

    public string Path => System.IO.Path.Combine(directory, SegmentName.Of(baseOffset, suffix));

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
}
