namespace RestStream.Schemas.Protobuf.Model;

/// <summary>Where something stands in a text, counted from 1; line 0 for what came from a binary descriptor.</summary>
internal readonly record struct ProtoPlace(int Line, int Column)
{
    public override string ToString() => Line == 0 ? "descriptor" : $"line {Line}, column {Column}";
}
