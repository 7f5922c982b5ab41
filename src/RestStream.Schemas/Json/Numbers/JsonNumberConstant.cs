namespace RestStream.Schemas.Json.Numbers;

/// <summary>A number that a schema holds, kept to be compared with many. Immutable, thread-safe.</summary>
internal sealed class JsonNumberConstant(ReadOnlySpan<byte> text)
{
    private readonly byte[] _text = text.ToArray();

    /// <summary>It, to compare with.</summary>
    public JsonNumber Value => JsonNumber.Parse(_text);

    /// <summary>Its text as it was written.</summary>
    public ReadOnlySpan<byte> Text => _text;
}
