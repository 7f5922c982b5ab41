namespace RestStream.Server.Filters;

/// <summary>Two operands compared.</summary>
internal sealed class CompareNode(FilterOperand left, FilterOperator op, FilterOperand right) : FilterNode
{
    /// <inheritdoc/>
    public override bool Test(ref FilterRecord record) => FilterComparison.Test(left.Get(ref record), op, right.Get(ref record));
}
