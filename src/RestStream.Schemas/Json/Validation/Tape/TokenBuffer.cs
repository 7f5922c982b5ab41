namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>The memory of a tape, grown by need and used again. Owned by one thread at a time.</summary>
internal sealed class TokenBuffer(int firstTokens = TokenBuffer.FirstTokens)
{
    private const int FirstTokens = 256;
    private const int KeptTokens = 1 << 14;
    private const int KeptBytes = 1 << 18;

    public Token[] Tokens { get; private set; } = new Token[firstTokens];

    public int Count { get; set; }

    public byte[] Unescaped { get; private set; } = [];

    public int UnescapedCount { get; set; }

    public JsonTape Over(ReadOnlySpan<byte> utf8) => new(utf8, Unescaped.AsSpan(0, UnescapedCount), Tokens.AsSpan(0, Count));

    public Token[] Grow()
    {
        var grown = new Token[Tokens.Length * 2];
        Tokens.CopyTo(grown, 0);
        return Tokens = grown;
    }

    /// <summary>Room for so many bytes more of unescaped text.</summary>
    public Span<byte> Room(int length)
    {
        if (UnescapedCount + length > Unescaped.Length)
        {
            var grown = new byte[Math.Max(256, Math.Max(Unescaped.Length * 2, UnescapedCount + length))];
            Unescaped.AsSpan(0, UnescapedCount).CopyTo(grown);
            Unescaped = grown;
        }

        return Unescaped.AsSpan(UnescapedCount, length);
    }

    /// <summary>Makes it empty.</summary>
    public void Clear() => Count = UnescapedCount = 0;

    /// <summary>Lets go of what one large record needed.</summary>
    public void Trim()
    {
        if (Tokens.Length > KeptTokens) Tokens = new Token[firstTokens];
        if (Unescaped.Length > KeptBytes) Unescaped = [];
    }
}
