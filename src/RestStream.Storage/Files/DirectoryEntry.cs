namespace RestStream.Storage.Files;

/// <summary>A name in a directory.</summary>
/// <param name="Name">The name without its path.</param>
/// <param name="IsDirectory">True for a directory.</param>
public readonly record struct DirectoryEntry(string Name, bool IsDirectory);
