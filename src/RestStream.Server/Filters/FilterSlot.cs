namespace RestStream.Server.Filters;

/// <summary>What one path found in a value: its kind, and where its text lies (of a text what is between the quotes).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct FilterSlot(FilterKind Kind, int Start, int Length);
