namespace RestStream.Core.Schemas;

/// <summary>What is done with a record that does not fit; the later, the stronger.</summary>
public enum RecordAction
{
    /// <summary>It is stored, and told.</summary>
    Warn,

    /// <summary>It is stored among the topic's dead letters.</summary>
    DeadLetter,

    /// <summary>It is not stored.</summary>
    Reject,
}
