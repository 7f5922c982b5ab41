namespace RestStream.Storage;

/// <summary>The data directory cannot be used: locked by another process, unreadable, of another format. The message is one line for a person, with the cure.</summary>
public sealed class DataDirectoryException(string message, Exception? inner = null) : IOException(message, inner);
