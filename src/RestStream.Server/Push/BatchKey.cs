namespace RestStream.Server.Push;

/// <summary>What makes two subscribers want the same bytes: the place (topic ids and next offsets), the partitions that are read, the shape.</summary>
internal readonly record struct BatchKey(string Cursor, string Selection, BatchShape Shape);
