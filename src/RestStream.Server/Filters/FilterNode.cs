namespace RestStream.Server.Filters;

/// <summary>A part of a filter that holds for a record or does not. Immutable.</summary>
internal abstract class FilterNode
{
    public abstract bool Test(ref FilterRecord record);
}
