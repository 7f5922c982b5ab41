namespace RestStream.Core.Groups;

/// <summary>How it is judged whether the consumer behind a session is alive.</summary>
public enum ConsumerLiveness
{
    /// <summary>By its polls: the session expires when none comes for the session timeout. The clock stands still during a poll and its answer.</summary>
    Polls,

    /// <summary>By its connection: the session lives until it is closed.</summary>
    Connection,
}
