namespace RestStream.Server.Filters;

/// <summary><c>!a</c></summary>
internal sealed class NotNode(FilterNode part) : FilterNode
{
    /// <inheritdoc/>
    public override bool Test(ref FilterRecord record) => !part.Test(ref record);
}
