namespace RestStream.Schemas.Json.Inference;

/// <summary>The types that were seen at a place.</summary>
[Flags]
internal enum InferredTypes
{
    None = 0,
    String = 1,
    Integer = 2,
    Number = 4,
    Boolean = 8,
    Object = 16,
    Array = 32,
    Null = 64,
}
