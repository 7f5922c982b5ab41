using System.Buffers.Binary;
using System.Buffers;
using System.Text;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Protocol;

/// <summary>Writes the fields of a Kafka message in the form of the versions that are not "flexible". Not thread-safe.</summary>
internal sealed class MessageWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(sizeof(short)), value);
        _bytes.Advance(sizeof(short));
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    /// <exception cref="ArgumentException">It has more than 32767 bytes in UTF-8.</exception>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteInt16(-1);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        if (length > short.MaxValue) throw new ArgumentException($"A text of {length} bytes does not fit a message; it takes {short.MaxValue}.", nameof(value));
        WriteInt16((short)length);
        Encoding.UTF8.GetBytes(value, _bytes);
    }

    public void WriteBytes(ReadOnlyMemory<byte>? value)
    {
        WriteInt32(value?.Length ?? -1);
        if (value is { } bytes) _bytes.Write(bytes.Span);
    }

    /// <summary>An array of partitions by topic, in the order in which the topics first appear; each topic's partitions keep their order.</summary>
    public void WritePartitions(IEnumerable<TopicPartition> partitions)
    {
        ILookup<string, int> byTopic = partitions.ToLookup(owned => owned.Topic, owned => owned.Partition, StringComparer.Ordinal);
        WriteInt32(byTopic.Count);
        foreach (IGrouping<string, int> topic in byTopic)
        {
            WriteString(topic.Key);
            WriteInt32(topic.Count());
            foreach (int partition in topic) WriteInt32(partition);
        }
    }
}
