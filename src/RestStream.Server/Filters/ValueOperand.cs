namespace RestStream.Server.Filters;

/// <summary>A path into the value.</summary>
internal sealed class ValueOperand(int slot) : FilterOperand
{
    /// <inheritdoc/>
    public override FilterTypes Types => FilterTypes.Any;

    /// <summary>True for the value itself: of a tombstone it is null, and not there.</summary>
    public bool IsRoot { get; init; }

    /// <inheritdoc/>
    public override FilterValue Get(ref FilterRecord record) => record.Value(slot);

    /// <inheritdoc/>
    public override bool Exists(ref FilterRecord record) => IsRoot ? record.HasJsonValue(slot) : base.Exists(ref record);
}
