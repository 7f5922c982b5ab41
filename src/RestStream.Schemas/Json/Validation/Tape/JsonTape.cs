namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>A JSON text with its tokens in order; token 0 is the whole.</summary>
internal readonly ref struct JsonTape(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> unescaped, ReadOnlySpan<Token> tokens)
{
    public readonly ReadOnlySpan<byte> Utf8 = utf8;
    public readonly ReadOnlySpan<byte> Unescaped = unescaped;
    public readonly ReadOnlySpan<Token> Tokens = tokens;

    /// <summary>The text of a token; a string's without quotes and escapes, a lone surrogate as its three bytes.</summary>
    public ReadOnlySpan<byte> TextOf(int at)
    {
        ref readonly var token = ref Tokens[at];
        return (token.IsEscaped ? Unescaped : Utf8).Slice(token.Start, token.Length);
    }
}
