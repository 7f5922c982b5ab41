namespace RestStream.Broker.Groups;

/// <summary>Faults that tests plant, to see that they are noticed.</summary>
internal enum GroupMutation
{
    /// <summary>None.</summary>
    None,

    /// <summary>A rebalance ends with the members that are there, and keeps the others.</summary>
    KeepStragglers,

    /// <summary>A leader's assignment is taken whatever its generation.</summary>
    IgnoreGeneration,

    /// <summary>Nobody watches whether the leader's sync comes.</summary>
    NoSyncDeadline,

    /// <summary>Silent members stay.</summary>
    NoSessionExpiry,

    /// <summary>A member that joins a stable group is let in without a rebalance of the others.</summary>
    JoinWithoutRebalance,
}
