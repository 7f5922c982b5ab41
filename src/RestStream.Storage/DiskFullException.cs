namespace RestStream.Storage;

/// <summary>The disk is full or below its reserve; the append was undone and nothing of it stays.</summary>
public sealed class DiskFullException(string message, Exception? inner = null) : IOException(message, inner);
