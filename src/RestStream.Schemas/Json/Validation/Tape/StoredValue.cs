using System.Text;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>A value that a schema holds, kept as a tape of just its size: a schema may hold very many. Immutable, thread-safe.</summary>
internal sealed class StoredValue
{
    private const int FirstTokens = 4;

    private readonly byte[] _utf8;
    private readonly byte[] _unescaped;
    private readonly Token[] _tokens;

    /// <summary>Keeps a value.</summary>
    /// <param name="json">Its text, read before by a JSON reader.</param>
    public StoredValue(string json)
    {
        var buffer = new TokenBuffer(FirstTokens);
        _utf8 = Encoding.UTF8.GetBytes(json);
        Tokenizer.Read(_utf8, buffer, int.MaxValue, out _);
        _tokens = buffer.Tokens[..buffer.Count];
        _unescaped = buffer.UnescapedCount == 0 ? [] : buffer.Unescaped[..buffer.UnescapedCount];
    }

    public JsonKind Kind => _tokens[0].Kind;

    public JsonTape Tape => new(_utf8, _unescaped, _tokens);

    /// <summary>The characters of the longest number in it.</summary>
    public int LongestNumber => _tokens.Max(token => token.Kind == JsonKind.Number ? token.Length : 0);

    /// <summary>It as a person reads it, cut when long.</summary>
    public string Shown => TapeText.Show(Tape, 0);
}
