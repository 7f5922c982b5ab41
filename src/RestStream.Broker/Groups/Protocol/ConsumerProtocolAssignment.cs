using System.Diagnostics.CodeAnalysis;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// What the leader of a <c>consumer</c> group gives a member: Kafka's ConsumerProtocolAssignment, versions 0 to 3, which have the same fields. Immutable.
/// <code>version i16 | partitions: i32 topics, (i16 length, UTF-8, i32 count, i32…)… | user data: i32 length or -1</code>
/// </summary>
internal sealed record ConsumerProtocolAssignment
{
    /// <summary>The member's partitions.</summary>
    public required IReadOnlyList<TopicPartition> Partitions { get; init; }

    /// <summary>What the assignor adds; null for nothing.</summary>
    public ReadOnlyMemory<byte>? UserData { get; init; }

    /// <summary>Reads a message. Never throws, whatever the bytes; false for what is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ConsumerProtocolAssignment? assignment)
    {
        var reader = new MessageReader(bytes);
        short version = reader.ReadInt16();
        var read = new ConsumerProtocolAssignment
        {
            Partitions = ConsumerProtocol.ReadPartitions(ref reader),
            UserData = reader.ReadNullableBytes(),
        };
        assignment = reader.IsBroken || version < 0 ? null : read;
        return assignment is not null;
    }

    /// <summary>The message's bytes.</summary>
    /// <param name="version">0 to <see cref="ConsumerProtocol.MaxVersion"/>.</param>
    /// <exception cref="ArgumentException">A topic has more than 32767 bytes.</exception>
    public byte[] ToBytes(short version = ConsumerProtocol.MaxVersion)
    {
        var writer = new MessageWriter();
        writer.WriteInt16(version);
        writer.WritePartitions(Partitions);
        writer.WriteBytes(UserData);
        return writer.ToArray();
    }
}
