namespace RestStream.Server.Push;

/// <summary>What makes two subscribers want the same bytes: the place (topic ids and next offsets), the partitions that are read, the shape,
/// and the version of the topics whose change ends the wait; null for those that do not watch it.</summary>
internal readonly record struct BatchKey(string Cursor, string Selection, BatchShape Shape, long? TopicsVersion);
