namespace RestStream.Server.Filters;

/// <summary>Kinds of the words of a filter.</summary>
internal enum FilterTokenKind
{
    End,
    Name,
    Number,
    Text,
    Symbol,
}
