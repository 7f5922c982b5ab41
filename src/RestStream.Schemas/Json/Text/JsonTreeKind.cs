namespace RestStream.Schemas.Json.Text;

/// <summary>The kinds of JSON values.</summary>
internal enum JsonTreeKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}
