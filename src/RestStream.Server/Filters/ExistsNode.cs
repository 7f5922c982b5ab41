namespace RestStream.Server.Filters;

/// <summary><c>exists(a)</c></summary>
internal sealed class ExistsNode(FilterOperand operand) : FilterNode
{
    /// <inheritdoc/>
    public override bool Test(ref FilterRecord record) => operand.Exists(ref record);
}
