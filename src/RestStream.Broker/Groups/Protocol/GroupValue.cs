using System.Diagnostics.CodeAnalysis;

namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// A group's state in <c>__consumer_offsets</c>: Kafka's GroupMetadataValue. Written as version 3, read from 0 to 4. Immutable.
/// <code>
/// version i16 = 3 | protocol type: i16 length, UTF-8 | generation i32 | protocol: i16 length or -1 | leader: i16 length or -1
/// | current state timestamp i64 (2+) | members: i32 count, then each a <see cref="GroupValueMember"/>
/// </code>
/// Version 4 is flexible.
/// </summary>
/// <param name="ProtocolType">What kind of members it has, such as <c>consumer</c>; empty when it never had any.</param>
/// <param name="Generation">How often its members were assigned anew.</param>
/// <param name="Protocol">The assignor that was chosen; null when there is none.</param>
/// <param name="Leader">The leader's member id; null when there is none.</param>
/// <param name="CurrentStateTimestamp">When the state was entered, in milliseconds since 1970; -1 when unknown.</param>
/// <param name="Members">The members.</param>
internal sealed record GroupValue(
    string ProtocolType, int Generation, string? Protocol, string? Leader, long CurrentStateTimestamp, IReadOnlyList<GroupValueMember> Members)
{
    private const short Version = 3, FlexibleVersion = 4;

    /// <summary>Reads a value. Never throws, whatever the bytes; false for what is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out GroupValue? value)
    {
        var reader = new MessageReader(bytes);
        short version = reader.ReadInt16();
        reader.IsFlexible = version >= FlexibleVersion;
        var read = new GroupValue(
            reader.ReadString(), reader.ReadInt32(), reader.ReadNullableString(), reader.ReadNullableString(),
            version >= 2 ? reader.ReadInt64() : -1, ReadMembers(ref reader, version));
        reader.SkipTaggedFields();
        value = reader.IsComplete && version is >= 0 and <= FlexibleVersion ? read : null;
        return value is not null;
    }

    /// <summary>The value's bytes.</summary>
    /// <exception cref="ArgumentException">A text has more than 32767 bytes.</exception>
    public byte[] ToBytes()
    {
        var writer = new MessageWriter();
        writer.WriteInt16(Version);
        writer.WriteString(ProtocolType);
        writer.WriteInt32(Generation);
        writer.WriteString(Protocol);
        writer.WriteString(Leader);
        writer.WriteInt64(CurrentStateTimestamp);
        writer.WriteInt32(Members.Count);
        foreach (GroupValueMember member in Members) member.Write(writer);
        return writer.ToArray();
    }

    private static List<GroupValueMember> ReadMembers(ref MessageReader reader, short version)
    {
        var members = new List<GroupValueMember>();
        for (int count = reader.ReadCount(GroupValueMember.MinBytes); count > 0 && !reader.IsBroken; count--)
            members.Add(GroupValueMember.Read(ref reader, version));
        return members;
    }
}
