namespace RestStream.Schemas.Protobuf.Model;

internal sealed record OptionNamePart(string Name, bool IsExtension);
