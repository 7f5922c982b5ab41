namespace RestStream.Schemas.Json.Patterns;

/// <summary>Flags that a group may set for its body, as <c>(?i:…)</c>.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,
    IgnoreCase = 1,
    Multiline = 2,
    DotAll = 4,
}
