namespace RestStream.Broker.Groups;

/// <summary>The settings of consumer groups, with their defaults.</summary>
public sealed record GroupOptions
{
    /// <summary><c>group.initial.rebalance.delay.ms</c>: how long the first rebalance of an empty group waits for more members. Kafka waits 3 s; here nobody waits. 0 to 1 min.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary><c>group.min.session.timeout.ms</c>. 1 ms to <see cref="MaxSessionTimeout"/>.</summary>
    public TimeSpan MinSessionTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>group.max.session.timeout.ms</c>. <see cref="MinSessionTimeout"/> to 1 day.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a new member, which does not know its id yet, is kept while its first join waits. 1 s to 1 day.</summary>
    public TimeSpan NewMemberJoinTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>group.max.size</c>: the most members of a group. 1 to 100,000.</summary>
    public int MaxSize { get; init; } = 10_000;

    /// <summary>The most groups. 1 to 10,000,000.</summary>
    public int MaxGroups { get; init; } = 100_000;

    /// <summary>The most bytes of the names of a group, a member, an instance or a client, each, as UTF-8. 16 to 4,096.</summary>
    public int MaxNameBytes { get; init; } = 1_024;

    /// <summary>The most protocols of a member. 1 to 1,000.</summary>
    public int MaxProtocols { get; init; } = 32;

    /// <summary>The most bytes of a member's metadata, over all its protocols. 1 KiB to 16 MiB.</summary>
    public int MaxMemberMetadataBytes { get; init; } = 1 << 20;

    /// <summary>The most bytes of all members' metadata of a group, and of its assignments. 1 KiB to 256 MiB.</summary>
    public int MaxGroupMetadataBytes { get; init; } = 64 << 20;

    /// <summary><c>offset.metadata.max.bytes</c>: the most bytes of the text of a committed offset, as UTF-8. 0 to 32,767.</summary>
    public int MaxOffsetMetadataBytes { get; init; } = 4_096;

    /// <summary>The most offsets of one commit. 1 to 1,000,000.</summary>
    public int MaxOffsetsPerCommit { get; init; } = 20_000;

    /// <summary><c>offsets.retention.minutes</c>: how long the offsets of a group without members, or of a topic that it no longer reads, are kept. 1 min to 100 years.</summary>
    public TimeSpan OffsetsRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>offsets.retention.check.interval.ms</c>. 1 ms to 1 day.</summary>
    public TimeSpan OffsetsRetentionCheckInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary><c>offsets.topic.num.partitions</c>: of <c>__consumer_offsets</c> when it is made; never changed afterwards. 1 to 500. Kafka's default is 50, to spread groups over
    /// brokers; here every partition that is written to is one more file for each sync.</summary>
    public int OffsetsTopicPartitions { get; init; } = 1;

    /// <summary><c>offsets.topic.segment.bytes</c>: of <c>__consumer_offsets</c> when it is made. 1 MiB to 2 GiB.</summary>
    public int OffsetsTopicSegmentBytes { get; init; } = 104_857_600;

    /// <summary>What is out of range, one sentence each, all at once; empty when the options are good.</summary>
    public IReadOnlyList<string> Violations()
    {
        var found = new List<string>();
        Check(found, nameof(InitialRebalanceDelay), InitialRebalanceDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Check(found, nameof(MaxSessionTimeout), MaxSessionTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        Check(found, nameof(MinSessionTimeout), MinSessionTimeout, TimeSpan.FromMilliseconds(1), MaxSessionTimeout);
        Check(found, nameof(NewMemberJoinTimeout), NewMemberJoinTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(found, nameof(MaxSize), MaxSize, 1, 100_000);
        Check(found, nameof(MaxGroups), MaxGroups, 1, 10_000_000);
        Check(found, nameof(MaxNameBytes), MaxNameBytes, 16, 4_096);
        Check(found, nameof(MaxProtocols), MaxProtocols, 1, 1_000);
        Check(found, nameof(MaxMemberMetadataBytes), MaxMemberMetadataBytes, 1 << 10, 16 << 20);
        Check(found, nameof(MaxGroupMetadataBytes), MaxGroupMetadataBytes, 1 << 10, 256 << 20);
        Check(found, nameof(MaxOffsetMetadataBytes), MaxOffsetMetadataBytes, 0, short.MaxValue);
        Check(found, nameof(MaxOffsetsPerCommit), MaxOffsetsPerCommit, 1, 1_000_000);
        Check(found, nameof(OffsetsRetention), OffsetsRetention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(36_500));
        Check(found, nameof(OffsetsRetentionCheckInterval), OffsetsRetentionCheckInterval, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        Check(found, nameof(OffsetsTopicPartitions), OffsetsTopicPartitions, 1, 500);
        Check(found, nameof(OffsetsTopicSegmentBytes), OffsetsTopicSegmentBytes, 1 << 20, int.MaxValue);
        return found;
    }

    private static void Check<T>(List<string> found, string name, T value, T min, T max) where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0) found.Add($"{name} is {value}; allowed is {min} to {max}.");
    }
}
