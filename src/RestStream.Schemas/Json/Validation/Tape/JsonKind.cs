namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>What a token is. The numbers are bits of a type mask.</summary>
internal enum JsonKind : byte
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,

    /// <summary>A member's name; its value is the next token.</summary>
    Name,
}
