namespace RestStream.Server.Filters;

/// <summary><c>a || b || c</c></summary>
internal sealed class AnyNode(FilterNode[] parts) : FilterNode
{
    /// <inheritdoc/>
    public override bool Test(ref FilterRecord record)
    {
        foreach (var part in parts)
        {
            if (part.Test(ref record)) return true;
        }

        return false;
    }
}
