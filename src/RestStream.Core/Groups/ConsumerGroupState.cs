namespace RestStream.Core.Groups;

/// <summary>Kafka's states of a group.</summary>
public enum ConsumerGroupState
{
    /// <summary>No members; there may be offsets.</summary>
    Empty,

    /// <summary>Waits for all members to join.</summary>
    PreparingRebalance,

    /// <summary>Waits for the leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member has its assignment.</summary>
    Stable,

    /// <summary>Gone.</summary>
    Dead,
}
