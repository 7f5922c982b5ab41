namespace RestStream.Broker.Groups;

/// <summary>The states of Kafka's classic groups.</summary>
public enum GroupState
{
    /// <summary>No members; perhaps offsets.</summary>
    Empty,

    /// <summary>Waits for the members to join again.</summary>
    PreparingRebalance,

    /// <summary>All are in; waits for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member has, or can have, its assignment.</summary>
    Stable,

    /// <summary>Gone.</summary>
    Dead,
}
