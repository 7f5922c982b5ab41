using System.Diagnostics.CodeAnalysis;

namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// A committed offset in <c>__consumer_offsets</c>: Kafka's OffsetCommitValue. Written as version 3, read from 0 to 4. Immutable.
/// <code>version i16 = 3 | offset i64 | leader epoch i32 | metadata: i16 length, UTF-8 | commit timestamp i64</code>
/// Version 1 has an expire timestamp i64 at its end; 0 to 2 have no leader epoch; 4 is flexible and may carry the topic's id as tagged field 0.
/// </summary>
/// <param name="Offset">The next offset to read.</param>
/// <param name="LeaderEpoch">The leader epoch of the last record read; -1 when unknown.</param>
/// <param name="Metadata">The consumer's own text.</param>
/// <param name="CommitTimestamp">When it was committed, in milliseconds since 1970.</param>
internal sealed record OffsetValue(long Offset, int LeaderEpoch, string Metadata, long CommitTimestamp)
{
    private const short Version = 3, FlexibleVersion = 4;
    private const int TopicIdTag = 0, UuidBytes = 16;

    /// <summary>When it expires by version 1, in milliseconds since 1970; -1 in every other version. Not written.</summary>
    public long ExpireTimestamp { get; init; } = -1;

    /// <summary>The topic's id by version 4; null when it has none. Not written.</summary>
    public Guid? TopicId { get; init; }

    /// <summary>Reads a value. Never throws, whatever the bytes; false for what is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out OffsetValue? value)
    {
        var reader = new MessageReader(bytes);
        short version = reader.ReadInt16();
        reader.IsFlexible = version >= FlexibleVersion;
        long offset = reader.ReadInt64();
        int leaderEpoch = version >= 3 ? reader.ReadInt32() : -1;
        var read = new OffsetValue(offset, leaderEpoch, reader.ReadString(), reader.ReadInt64())
        {
            ExpireTimestamp = version == 1 ? reader.ReadInt64() : -1,
            TopicId = ReadTopicId(ref reader),
        };
        value = reader.IsComplete && version is >= 0 and <= FlexibleVersion ? read : null;
        return value is not null;
    }

    /// <summary>The value's bytes.</summary>
    /// <exception cref="ArgumentException">The metadata has more than 32767 bytes.</exception>
    public byte[] ToBytes()
    {
        var writer = new MessageWriter();
        writer.WriteInt16(Version);
        writer.WriteInt64(Offset);
        writer.WriteInt32(LeaderEpoch);
        writer.WriteString(Metadata);
        writer.WriteInt64(CommitTimestamp);
        return writer.ToArray();
    }

    private static Guid? ReadTopicId(ref MessageReader reader)
    {
        ReadOnlySpan<byte> id = reader.ReadTaggedField(TopicIdTag);
        return id.Length == UuidBytes ? new Guid(id, bigEndian: true) : null;
    }
}
