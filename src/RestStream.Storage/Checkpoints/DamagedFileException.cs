namespace RestStream.Storage.Checkpoints;

/// <summary>A small file (checkpoint, metadata) is there and is not what was written. Never the same as absent: whoever reads it must not go on as if it were new.</summary>
public sealed class DamagedFileException : IOException
{
    /// <summary>Names the file, the line from 1 (0: the file as a whole) and what is wrong with it.</summary>
    public DamagedFileException(string path, int line, string reason)
        : base(line == 0 ? $"{path} is damaged: {reason}" : $"{path} is damaged at line {line}: {reason}") => (Path, Line) = (path, line);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line, from 1; 0 for the file as a whole.</summary>
    public int Line { get; }
}
