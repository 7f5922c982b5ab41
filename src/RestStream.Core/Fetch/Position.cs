namespace RestStream.Core.Fetch;

/// <summary>A place in every partition of a topic, in the language of REST, hub and CLI.</summary>
/// <param name="Kind">Which kind of place.</param>
/// <param name="Value">The offset, the count from the end, or the epoch milliseconds; 0 for earliest and latest.</param>
public readonly record struct Position(PositionKind Kind, long Value)
{
    /// <summary>The first record there is.</summary>
    public static Position Earliest => new(PositionKind.Earliest, 0);

    /// <summary>After the last record that can be read.</summary>
    public static Position Latest => new(PositionKind.Latest, 0);
}
