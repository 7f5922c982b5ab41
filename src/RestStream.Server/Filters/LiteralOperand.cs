namespace RestStream.Server.Filters;

/// <summary>A literal.</summary>
internal sealed class LiteralOperand(FilterKind kind, byte[] bytes) : FilterOperand
{
    private readonly long _integer = kind == FilterKind.Number && JsonNumber.TryReadInteger(bytes, out var number) ? number : 0;
    private readonly bool _isInteger = kind == FilterKind.Number && JsonNumber.TryReadInteger(bytes, out _);

    public FilterKind Kind { get; } = kind;

    /// <summary>A text's UTF-8, or a number as written.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <inheritdoc/>
    public override FilterTypes Types => Kind switch
    {
        FilterKind.Number => FilterTypes.Number,
        FilterKind.Text => FilterTypes.Text,
        FilterKind.Null => FilterTypes.Null,
        _ => FilterTypes.Boolean,
    };

    /// <inheritdoc/>
    public override FilterValue Get(ref FilterRecord record) => _isInteger ? new(_integer) : new(Kind, Bytes);
}
