namespace RestStream.Storage;

/// <summary>The log was closed or deleted; nothing was appended.</summary>
public sealed class LogClosedException(string message) : InvalidOperationException(message);
