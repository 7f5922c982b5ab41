namespace RestStream.Core.Groups;

/// <summary>Which records of transactions a consumer gets.</summary>
public enum IsolationLevel
{
    /// <summary>All that can be read.</summary>
    ReadUncommitted,

    /// <summary>Those of committed transactions, and those that are of none.</summary>
    ReadCommitted,
}
