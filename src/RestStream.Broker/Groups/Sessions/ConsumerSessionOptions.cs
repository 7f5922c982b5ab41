namespace RestStream.Broker.Groups.Sessions;

/// <summary>The limits of consumers' sessions, with their defaults.</summary>
public sealed record ConsumerSessionOptions
{
    /// <summary>The most sessions in memory. 1 to 1,000,000.</summary>
    public int MaxSessions { get; init; } = 20_000;

    /// <summary>The most names and patterns of one subscription. 1 to 10,000.</summary>
    public int MaxTopics { get; init; } = 1_000;

    /// <summary>The most patterns among them. 0 to 1,000.</summary>
    public int MaxPatterns { get; init; } = 100;

    /// <summary>The most topics that the patterns of one subscription take in; more are left out, the last by name. 1 to 100,000.</summary>
    public int MaxMatchedTopics { get; init; } = 10_000;

    /// <summary>The most partitions assigned by hand. 1 to 100,000.</summary>
    public int MaxPartitions { get; init; } = 10_000;

    /// <summary>How long a first poll waits for its assignment beyond its own wait: other members may be slow to rejoin. 1 s to 10 min.</summary>
    public TimeSpan MaxJoinWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most bytes of the reason that a rejected record's header keeps. 0 to 32,767.</summary>
    public int MaxReasonBytes { get; init; } = 1_024;

    /// <summary>What is out of range, one sentence each, all at once; empty when the options are good.</summary>
    public IReadOnlyList<string> Violations()
    {
        var found = new List<string>();
        Check(found, nameof(MaxSessions), MaxSessions, 1, 1_000_000);
        Check(found, nameof(MaxTopics), MaxTopics, 1, 10_000);
        Check(found, nameof(MaxPatterns), MaxPatterns, 0, 1_000);
        Check(found, nameof(MaxMatchedTopics), MaxMatchedTopics, 1, 100_000);
        Check(found, nameof(MaxPartitions), MaxPartitions, 1, 100_000);
        Check(found, nameof(MaxJoinWait) + " (s)", (long)MaxJoinWait.TotalSeconds, 1, 600);
        Check(found, nameof(MaxReasonBytes), MaxReasonBytes, 0, short.MaxValue);
        return found;
    }

    private static void Check(List<string> found, string name, long value, long min, long max)
    {
        if (value < min || value > max) found.Add($"{name} is {value}; allowed is {min} to {max}.");
    }
}
