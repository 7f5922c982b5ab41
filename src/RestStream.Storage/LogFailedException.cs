namespace RestStream.Storage;

/// <summary>A sync failed, here or earlier: what was appended and not yet acknowledged may or may not survive, and nothing more is taken.</summary>
public sealed class LogFailedException(string message, Exception? inner = null) : IOException(message, inner);
