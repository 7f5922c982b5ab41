namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// The key of a committed offset in <c>__consumer_offsets</c>: Kafka's OffsetCommitKey. Written as 1; 0 is the same in the records of old brokers.
/// <code>version i16 = 1 | group: i16 length, UTF-8 | topic: i16 length, UTF-8 | partition i32</code>
/// </summary>
/// <param name="Group">The group.</param>
/// <param name="Topic">The topic's name.</param>
/// <param name="Partition">The partition.</param>
internal readonly record struct OffsetKey(string Group, string Topic, int Partition)
{
    private const short Version = 1;

    /// <summary>Reads a key. Never throws, whatever the bytes; false for one of another kind and for what is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out OffsetKey key)
    {
        var reader = new MessageReader(bytes);
        short version = reader.ReadInt16();
        key = new OffsetKey(reader.ReadString(), reader.ReadString(), reader.ReadInt32());
        return reader.IsComplete && version is 0 or Version;
    }

    /// <summary>The key's bytes.</summary>
    /// <exception cref="ArgumentException">A text has more than 32767 bytes.</exception>
    public byte[] ToBytes()
    {
        var writer = new MessageWriter();
        writer.WriteInt16(Version);
        writer.WriteString(Group);
        writer.WriteString(Topic);
        writer.WriteInt32(Partition);
        return writer.ToArray();
    }
}
