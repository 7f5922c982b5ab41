using System.Buffers.Binary;
using System.Buffers.Text;
using System.Buffers;
using System.Text;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Storage.Records;

namespace RestStream.Server.Groups;

/// <summary>
/// What a poll delivered, as its member holds it: opaque to clients, bound to the group and the member, checked against changes.
/// <code>
/// base64url without padding of: version u8 = 1 | CRC-32C of group, zero, holder: u32 | varint topics, each: topic id, 16 bytes big-endian
///   | varint partitions, each: varint partition, varint next offset, varint (generation since which it is owned, plus 1) | CRC-32C of all before: u32
/// </code>
/// The holder is the static member's name or the member's id.
/// </summary>
internal static class AckToken
{
    private const byte Version = 1;
    private const int HeadBytes = 1 + sizeof(uint);
    private const int IdBytes = 16;

    /// <summary>The most characters of a token over so many partitions, each of another topic.</summary>
    public static int MaxLength(int partitions) => Base64Url.GetEncodedLength(HeadBytes + 5 + (partitions * (IdBytes + 5 + 5 + 9 + 5)) + sizeof(uint));

    /// <summary>Writes a token as ASCII; returns its length, 0 when nothing was delivered.</summary>
    /// <param name="group">The group.</param>
    /// <param name="holder">The static member's name or the member's id.</param>
    /// <param name="partitions">What was read.</param>
    /// <param name="next">For each the offset behind the last record delivered.</param>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    public static int Write(string group, string holder, IReadOnlyList<OwnedPartition> partitions, ReadOnlySpan<long> next, Span<byte> destination)
    {
        var delivered = new List<(OwnedPartition Partition, long Next)>();
        for (var i = 0; i < partitions.Count; i++)
        {
            if (next[i] > partitions[i].Position) delivered.Add((partitions[i], next[i]));
        }

        if (delivered.Count == 0) return 0;
        var bytes = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(MaxLength(delivered.Count)) + 8);
        try
        {
            var length = Write(group, holder, delivered, bytes);
            return Base64Url.EncodeToUtf8(bytes.AsSpan(0, length), destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads a token. Never throws, whatever the text.</summary>
    /// <returns>What it says; null when it is none.</returns>
    public static AckContent? Read(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(text.Length) + 1);
        try
        {
            return Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done ? Read(bytes.AsSpan(0, written)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Whose a token is.</summary>
    public static uint HolderOf(string group, string holder) => Crc32C.Compute(Encoding.UTF8.GetBytes($"{group}\0{holder}"));

    private static int Write(string group, string holder, List<(OwnedPartition Partition, long Next)> delivered, Span<byte> bytes)
    {
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], HolderOf(group, holder));
        var topics = delivered.GroupBy(entry => entry.Partition.TopicId).ToList();
        var at = TokenVarint.Write(bytes, HeadBytes, (ulong)topics.Count);
        foreach (var topic in topics)
        {
            topic.Key.TryWriteBytes(bytes[at..], bigEndian: true, out _);
            at = TokenVarint.Write(bytes, at + IdBytes, (ulong)topic.Count());
            foreach (var (partition, next) in topic)
            {
                at = TokenVarint.Write(bytes, at, (ulong)partition.Partition);
                at = TokenVarint.Write(bytes, at, (ulong)next);
                at = TokenVarint.Write(bytes, at, (ulong)(partition.OwnedSince + 1));
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes[at..], Crc32C.Compute(bytes[..at]));
        return at + sizeof(uint);
    }

    private static AckContent? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes + sizeof(uint) || bytes[0] != Version) return null;
        var crc = BinaryPrimitives.ReadUInt32BigEndian(bytes[^sizeof(uint)..]);
        bytes = bytes[..^sizeof(uint)];
        if (crc != Crc32C.Compute(bytes)) return null;
        var holder = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        bytes = bytes[HeadBytes..];
        var entries = new List<AckEntry>();
        if (!TokenVarint.TryRead(ref bytes, out var topics)) return null;
        for (; topics > 0; topics--)
        {
            if (!TryReadTopic(ref bytes, entries)) return null;
        }

        return bytes.IsEmpty ? new AckContent(holder, entries) : null;
    }

    private static bool TryReadTopic(ref ReadOnlySpan<byte> bytes, List<AckEntry> entries)
    {
        if (bytes.Length < IdBytes) return false;
        var topic = new Guid(bytes[..IdBytes], bigEndian: true);
        bytes = bytes[IdBytes..];
        if (!TokenVarint.TryRead(ref bytes, out var partitions)) return false;
        for (; partitions > 0; partitions--)
        {
            if (!TokenVarint.TryRead(ref bytes, out var partition) || partition > int.MaxValue) return false;
            if (!TokenVarint.TryRead(ref bytes, out var next)) return false;
            if (!TokenVarint.TryRead(ref bytes, out var since) || since > int.MaxValue) return false;
            entries.Add(new AckEntry(topic, (int)partition, next, (int)since - 1));
        }

        return true;
    }
}
