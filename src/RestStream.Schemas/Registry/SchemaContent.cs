namespace RestStream.Schemas.Registry;

/// <summary>What makes two schemas the same.</summary>
internal readonly record struct SchemaContent(Guid Guid, SchemaType Type);
