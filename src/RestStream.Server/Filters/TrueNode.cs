namespace RestStream.Server.Filters;

/// <summary>A path by itself: holds when it is JSON's true.</summary>
internal sealed class TrueNode(FilterOperand operand) : FilterNode
{
    /// <inheritdoc/>
    public override bool Test(ref FilterRecord record) => operand.Get(ref record).Kind == FilterKind.True;
}
