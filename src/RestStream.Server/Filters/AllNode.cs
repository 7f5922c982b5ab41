namespace RestStream.Server.Filters;

/// <summary><c>a &amp;&amp; b &amp;&amp; c</c></summary>
internal sealed class AllNode(FilterNode[] parts) : FilterNode
{
    /// <inheritdoc/>
    public override bool Test(ref FilterRecord record)
    {
        foreach (var part in parts)
        {
            if (!part.Test(ref record)) return false;
        }

        return true;
    }
}
