namespace RestStream.Server.Filters;

/// <summary><c>a in [1, 'x']</c></summary>
internal sealed class InNode(FilterOperand left, LiteralOperand[] literals) : FilterNode
{
    /// <inheritdoc/>
    public override bool Test(ref FilterRecord record)
    {
        var value = left.Get(ref record);
        foreach (var literal in literals)
        {
            if (FilterComparison.Test(value, FilterOperator.Equal, literal.Get(ref record))) return true;
        }

        return false;
    }
}
