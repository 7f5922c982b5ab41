namespace RestStream.Core.Schemas;

/// <summary>What becomes of a record that an enforced schema refuses.</summary>
public enum InvalidRecordAction
{
    /// <summary>Its producer is told; it is stored nowhere.</summary>
    Reject,

    /// <summary>It is stored in the topic's dead letters, and its producer is told so.</summary>
    DeadLetter,
}
