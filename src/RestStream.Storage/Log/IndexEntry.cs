namespace RestStream.Storage.Log;

/// <summary>An entry of a sparse index: relative offset → position in <c>.index</c>, timestamp → relative offset in <c>.timeindex</c>.</summary>
internal readonly record struct IndexEntry(long Key, int Value);
