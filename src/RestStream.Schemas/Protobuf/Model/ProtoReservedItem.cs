namespace RestStream.Schemas.Protobuf.Model;

/// <summary>A range or a name.</summary>
internal readonly record struct ProtoReservedItem(ProtoRange? Range, string? Name);
