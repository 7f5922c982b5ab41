namespace RestStream.Server.Filters;

/// <summary>An operand's value in one record.</summary>
internal readonly ref struct FilterValue
{
    public FilterValue(FilterKind kind, ReadOnlySpan<byte> bytes = default, bool isEscaped = false)
    {
        Kind = kind;
        Bytes = bytes;
        IsEscaped = isEscaped;
    }

    public FilterValue(long number) => (Kind, Integer, HasInteger) = (FilterKind.Number, number, true);

    public FilterKind Kind { get; }

    /// <summary>A text's UTF-8, a number as written, an array with its brackets.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>True when a text still has JSON's escapes.</summary>
    public bool IsEscaped { get; }

    /// <summary>The number, when it is known as one.</summary>
    public long Integer { get; }

    public bool HasInteger { get; }
}
