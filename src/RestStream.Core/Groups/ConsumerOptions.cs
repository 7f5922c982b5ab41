using RestStream.Core.Fetch;

namespace RestStream.Core.Groups;

/// <summary>What a consumer wants: to subscribe as a member of a group, or to read partitions assigned by hand with the group's offsets.</summary>
/// <param name="Group">The group, by the rules of <see cref="GroupName"/>.</param>
public sealed record ConsumerOptions(string Group)
{
    /// <summary>The session timeout when none is given.</summary>
    public static readonly TimeSpan DefaultSessionTimeout = TimeSpan.FromSeconds(45);

    /// <summary>How often a record is delivered before it goes to the dead-letter topic, when the group does not say.</summary>
    public const int DefaultMaxDeliveries = 5;

    /// <summary>The assignors when none are given, the preferred first.</summary>
    public static readonly IReadOnlyList<string> DefaultProtocols = ["cooperative-sticky", "range"];

    /// <summary>Topics to subscribe to: names, and patterns with <c>*</c> for any characters, which take in topics that are made later and skip internal and dead-letter topics.
    /// Null, of a member that comes back: those it had.</summary>
    public IReadOnlyList<string>? Topics { get; init; }

    /// <summary>Partitions assigned by hand: the session is no member of the group, and commits only while the group has none. Null subscribes.</summary>
    public IReadOnlyList<AssignedPartition>? Partitions { get; init; }

    /// <summary>The member that comes back; null for a new one.</summary>
    public string? MemberId { get; init; }

    /// <summary>The name of a static member (Kafka's <c>group.instance.id</c>): whoever comes with it takes over the member's partitions without a rebalance.</summary>
    public string? InstanceId { get; init; }

    /// <summary>What the client calls itself; begins the ids of new members.</summary>
    public string ClientId { get; init; } = "reststream";

    /// <summary>Where the client is, as the group's description shows it.</summary>
    public string ClientHost { get; init; } = "";

    /// <summary>The names of the assignors that the member supports, the preferred first. Null: <see cref="DefaultProtocols"/>, or those that the member had.</summary>
    public IReadOnlyList<string>? Protocols { get; init; }

    /// <summary>How long the session outlives the end of the last poll. Null: <see cref="DefaultSessionTimeout"/>, or what the member had.</summary>
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>Where a partition begins for which the group has no offset.</summary>
    public Position Start { get; init; } = Position.Earliest;

    /// <summary>Which records of transactions are read.</summary>
    public IsolationLevel Isolation { get; init; }

    /// <summary>How often a record is delivered before it goes to the dead-letter topic: a setting of the group, 1 or more. Null leaves the group's.</summary>
    public int? MaxDeliveries { get; init; }

    /// <summary>How it is judged whether the consumer is alive.</summary>
    public ConsumerLiveness Liveness { get; init; }
}
