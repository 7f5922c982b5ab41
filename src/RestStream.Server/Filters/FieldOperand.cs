namespace RestStream.Server.Filters;

/// <summary>A field that every record has.</summary>
internal sealed class FieldOperand(FilterField field) : FilterOperand
{
    public FilterField Field { get; } = field;

    /// <inheritdoc/>
    public override FilterTypes Types => Field switch
    {
        FilterField.Key => FilterTypes.Text | FilterTypes.Null,
        FilterField.Topic => FilterTypes.Text,
        _ => FilterTypes.Number,
    };

    /// <inheritdoc/>
    public override FilterValue Get(ref FilterRecord record) => Field switch
    {
        FilterField.Key => record.Key,
        FilterField.Topic => new(FilterKind.Text, record.Topic),
        FilterField.Partition => new(record.Partition),
        FilterField.Offset => new(record.Offset),
        _ => new(record.Timestamp),
    };

    /// <inheritdoc/>
    public override bool Exists(ref FilterRecord record) => Field != FilterField.Key || record.HasKey;
}
