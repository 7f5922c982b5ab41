namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// The key of a group's state in <c>__consumer_offsets</c>: Kafka's GroupMetadataKey.
/// <code>version i16 = 2 | group: i16 length, UTF-8</code>
/// </summary>
/// <param name="Group">The group.</param>
internal readonly record struct GroupKey(string Group)
{
    private const short Version = 2;

    /// <summary>Reads a key. Never throws, whatever the bytes; false for one of another kind and for what is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out GroupKey key)
    {
        var reader = new MessageReader(bytes);
        short version = reader.ReadInt16();
        key = new GroupKey(reader.ReadString());
        return reader.IsComplete && version == Version;
    }

    /// <summary>The key's bytes.</summary>
    /// <exception cref="ArgumentException">The group has more than 32767 bytes.</exception>
    public byte[] ToBytes()
    {
        var writer = new MessageWriter();
        writer.WriteInt16(Version);
        writer.WriteString(Group);
        return writer.ToArray();
    }
}
