using System.Text;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>A value that a schema holds, kept as a tape. Immutable, thread-safe.</summary>
internal sealed class StoredValue
{
    private readonly byte[] _utf8;
    private readonly TokenBuffer _buffer = new();

    /// <summary>Keeps a value.</summary>
    /// <param name="json">Its text, read before by a JSON reader.</param>
    public StoredValue(string json)
    {
        _utf8 = Encoding.UTF8.GetBytes(json);
        Tokenizer.Read(_utf8, _buffer, int.MaxValue, out _);
    }

    public JsonKind Kind => _buffer.Tokens[0].Kind;

    public JsonTape Tape => _buffer.Over(_utf8);

    /// <summary>It as a person reads it, cut when long.</summary>
    public string Shown => TapeText.Show(Tape, 0);
}
