using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Sessions;
using RestStream.Core.Fetch;
using RestStream.Storage;

namespace RestStream.Broker;

/// <summary>The settings of an <see cref="EmbeddedLogEngine"/>, with their defaults.</summary>
public sealed record EngineOptions
{
    /// <summary>The settings of the log beneath.</summary>
    public required LogDirectoryOptions Log { get; init; }

    /// <summary><c>auto.create.topics.enable</c>: a topic is made at its first record.</summary>
    public bool AutoCreateTopics { get; init; } = true;

    /// <summary><c>num.partitions</c>: the partitions of a topic that does not say. 1 to <see cref="MaxPartitionsPerTopic"/>.</summary>
    public int DefaultPartitions { get; init; } = 1;

    /// <summary>The most partitions of one topic. 1 to <see cref="Cursor.MaxPartitions"/>, so that a cursor fits a request line.</summary>
    public int MaxPartitionsPerTopic { get; init; } = Cursor.MaxPartitions;

    /// <summary>The most topics. 1 to 1,000,000.</summary>
    public int MaxTopics { get; init; } = 10_000;

    /// <summary>The most partitions of all topics together. 1 to 1,000,000.</summary>
    public int MaxPartitions { get; init; } = 20_000;

    /// <summary>The most fetches that wait at once; more are answered with <see cref="Core.ErrorCode.TooManyRequests"/>. 0 to 1,000,000.</summary>
    public int MaxParkedFetches { get; init; } = 20_000;

    /// <summary>The most bytes of one fetch, whatever it asks for. 1 KiB to 1 GiB.</summary>
    public int MaxFetchBytes { get; init; } = 57_671_680;

    /// <summary>The grain of the deadlines of waiting fetches: one is late by at most this, never early. 1 ms to 1 s.</summary>
    public TimeSpan DeadlineGrain { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The settings of consumer groups.</summary>
    public GroupOptions Groups { get; init; } = new();

    /// <summary>The limits of consumers' sessions.</summary>
    public ConsumerSessionOptions Sessions { get; init; } = new();

    /// <summary>What is out of range, one sentence each, all at once; empty when the options are good.</summary>
    public IReadOnlyList<string> Violations()
    {
        var found = new List<string>();
        Check(found, nameof(MaxPartitionsPerTopic), MaxPartitionsPerTopic, 1, Cursor.MaxPartitions);
        Check(found, nameof(DefaultPartitions), DefaultPartitions, 1, MaxPartitionsPerTopic);
        Check(found, nameof(MaxTopics), MaxTopics, 1, 1_000_000);
        Check(found, nameof(MaxPartitions), MaxPartitions, 1, 1_000_000);
        Check(found, nameof(MaxParkedFetches), MaxParkedFetches, 0, 1_000_000);
        Check(found, nameof(MaxFetchBytes), MaxFetchBytes, 1 << 10, 1 << 30);
        Check(found, nameof(DeadlineGrain) + " (ms)", (long)DeadlineGrain.TotalMilliseconds, 1, 1_000);
        found.AddRange(Groups.Violations().Select(violation => $"{nameof(Groups)}:{violation}"));
        found.AddRange(Sessions.Violations().Select(violation => $"{nameof(Sessions)}:{violation}"));
        return found;
    }

    private static void Check(List<string> found, string name, long value, long min, long max)
    {
        if (value < min || value > max) found.Add($"{name} is {value}; allowed is {min} to {max}.");
    }
}
