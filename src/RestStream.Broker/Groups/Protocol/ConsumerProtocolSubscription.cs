using System.Diagnostics.CodeAnalysis;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// What a member of a <c>consumer</c> group says when it joins: Kafka's ConsumerProtocolSubscription, versions 0 to 3. Immutable.
/// <code>version i16 | topics: i32 count, (i16 length, UTF-8)… | user data: i32 length or -1 | 1+ owned: i32 topics, (topic, i32 count, i32…)… | 2+ generation i32 | 3+ rack: i16 length or -1</code>
/// </summary>
internal sealed record ConsumerProtocolSubscription
{
    /// <summary>The topics that it wants.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>What its assignor adds; null for nothing.</summary>
    public ReadOnlyMemory<byte>? UserData { get; init; }

    /// <summary>The partitions that it owned before; none before version 1.</summary>
    public IReadOnlyList<TopicPartition> OwnedPartitions { get; init; } = [];

    /// <summary>The generation in which it owned them; -1 when unknown and before version 2.</summary>
    public int Generation { get; init; } = -1;

    /// <summary>Where it stands; null when unknown and before version 3.</summary>
    public string? RackId { get; init; }

    /// <summary>Reads a message. Never throws, whatever the bytes; false for what is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ConsumerProtocolSubscription? subscription)
    {
        var reader = new MessageReader(bytes);
        short version = reader.ReadInt16();
        var read = new ConsumerProtocolSubscription
        {
            Topics = ReadTopics(ref reader),
            UserData = reader.ReadNullableBytes(),
            OwnedPartitions = version >= 1 ? ConsumerProtocol.ReadPartitions(ref reader) : [],
            Generation = version >= 2 ? reader.ReadInt32() : -1,
            RackId = version >= 3 ? reader.ReadNullableString() : null,
        };
        subscription = reader.IsBroken || version < 0 ? null : read;
        return subscription is not null;
    }

    /// <summary>The message's bytes; topics and partitions sorted, as Kafka's client has them, so that an unchanged subscription has unchanged bytes.</summary>
    /// <param name="version">0 to <see cref="ConsumerProtocol.MaxVersion"/>; what an older one has no field for is left out.</param>
    /// <exception cref="ArgumentException">A text has more than 32767 bytes.</exception>
    public byte[] ToBytes(short version = ConsumerProtocol.MaxVersion)
    {
        var writer = new MessageWriter();
        writer.WriteInt16(version);
        writer.WriteInt32(Topics.Count);
        foreach (string topic in Topics.Order(StringComparer.Ordinal)) writer.WriteString(topic);
        writer.WriteBytes(UserData);
        if (version >= 1) writer.WritePartitions(OwnedPartitions.OrderBy(owned => owned.Topic, StringComparer.Ordinal).ThenBy(owned => owned.Partition));
        if (version >= 2) writer.WriteInt32(Generation);
        if (version >= 3) writer.WriteString(RackId);
        return writer.ToArray();
    }

    private static List<string> ReadTopics(ref MessageReader reader)
    {
        var topics = new List<string>();
        for (int count = reader.ReadCount(sizeof(short)); count > 0 && !reader.IsBroken; count--) topics.Add(reader.ReadString());
        return topics;
    }
}
