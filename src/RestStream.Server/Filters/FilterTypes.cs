namespace RestStream.Server.Filters;

/// <summary>What an operand can be, as far as it is known when a filter is compiled.</summary>
[Flags]
internal enum FilterTypes
{
    None = 0,
    Number = 1,
    Text = 2,
    Boolean = 4,
    Null = 8,
    Any = Number | Text | Boolean | Null,
}
