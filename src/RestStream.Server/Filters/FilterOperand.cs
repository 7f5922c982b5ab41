namespace RestStream.Server.Filters;

/// <summary>A literal or a path. Immutable.</summary>
internal abstract class FilterOperand
{
    /// <summary>Where it stands in the filter, in characters from 1.</summary>
    public required int Column { get; init; }

    /// <summary>How messages call it.</summary>
    public required string Text { get; init; }

    /// <summary>What it can be.</summary>
    public abstract FilterTypes Types { get; }

    /// <summary>Its value in a record.</summary>
    public abstract FilterValue Get(ref FilterRecord record);

    /// <summary>True when it is there.</summary>
    public virtual bool Exists(ref FilterRecord record) => Get(ref record).Kind != FilterKind.Absent;
}
