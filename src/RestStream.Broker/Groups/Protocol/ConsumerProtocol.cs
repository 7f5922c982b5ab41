using RestStream.Storage;

namespace RestStream.Broker.Groups.Protocol;

/// <summary>What the two messages of Kafka's <c>consumer</c> protocol type have in common.</summary>
internal static class ConsumerProtocol
{
    /// <summary>The protocol type of groups whose members exchange these messages.</summary>
    public const string ProtocolType = "consumer";

    /// <summary>The newest version known. A newer one is read as this one: later versions only add fields at the end.</summary>
    public const short MaxVersion = 3;

    /// <summary>An array of topics with partitions, flattened.</summary>
    public static List<TopicPartition> ReadPartitions(ref MessageReader reader)
    {
        var partitions = new List<TopicPartition>();
        for (int topics = reader.ReadCount(elementBytes: sizeof(short) + sizeof(int)); topics > 0 && !reader.IsBroken; topics--)
        {
            string topic = reader.ReadString();
            for (int count = reader.ReadCount(sizeof(int)); count > 0; count--) partitions.Add(new TopicPartition(topic, reader.ReadInt32()));
        }

        return partitions;
    }
}
