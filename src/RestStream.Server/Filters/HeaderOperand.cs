namespace RestStream.Server.Filters;

/// <summary>The last header of a name.</summary>
internal sealed class HeaderOperand(byte[] name) : FilterOperand
{
    /// <inheritdoc/>
    public override FilterTypes Types => FilterTypes.Text | FilterTypes.Null;

    /// <inheritdoc/>
    public override FilterValue Get(ref FilterRecord record) => record.Header(name);
}
