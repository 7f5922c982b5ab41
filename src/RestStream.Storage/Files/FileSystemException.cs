namespace RestStream.Storage.Files;

/// <summary>A call to the file system failed.</summary>
public sealed class FileSystemException : IOException
{
    /// <summary>Names the call that failed, the path and the reason.</summary>
    public FileSystemException(FileError error, string message, Exception? inner = null) : base(message, inner) => Error = error;

    /// <summary>The kind of failure.</summary>
    public FileError Error { get; }
}
