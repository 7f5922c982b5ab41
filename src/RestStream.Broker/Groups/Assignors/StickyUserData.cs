using RestStream.Broker.Groups.Protocol;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>
/// What members of the <c>sticky</c> assignor add to their subscription: what they owned, and when.
/// <code>partitions: i32 topics, (i16 length, UTF-8, i32 count, i32…)… | generation i32 (absent in the first version)</code>
/// </summary>
internal static class StickyUserData
{
    public static byte[] ToBytes(IReadOnlyList<TopicPartition> owned, int generation)
    {
        var writer = new MessageWriter();
        ILookup<string, TopicPartition> byTopic = owned.ToLookup(partition => partition.Topic, StringComparer.Ordinal);
        string[] topics = [.. byTopic.Select(topic => topic.Key)];
        writer.WritePartitions(JavaHash.Ordered(topics, topic => topic).SelectMany(topic => byTopic[topic]));
        writer.WriteInt32(generation);
        return writer.ToArray();
    }

    /// <summary>What it says. Never throws: what cannot be read owns nothing in no generation (-1).</summary>
    /// <param name="userData">The bytes; null for a member that has none.</param>
    public static (IReadOnlyList<TopicPartition> Owned, int? Generation) Read(ReadOnlyMemory<byte>? userData)
    {
        if (userData is not { } bytes) return ([], null);
        var reader = new MessageReader(bytes.Span);
        List<TopicPartition> owned = ConsumerProtocol.ReadPartitions(ref reader);
        if (reader.IsBroken) return ([], NoGeneration);
        int generation = reader.ReadInt32();
        return (owned, reader.IsBroken ? null : generation);
    }

    /// <summary>The generation of a member that was in none yet.</summary>
    public const int NoGeneration = -1;
}
