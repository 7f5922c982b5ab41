namespace RestStream.Server.Filters;

/// <summary>Ends the reading of a filter at its first fault; caught by <see cref="FilterCompiler"/>.</summary>
internal sealed class FilterException(int column, string detail) : Exception(detail)
{
    public FilterError Error { get; } = new(column, detail);
}
