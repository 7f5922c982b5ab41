using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>
/// The path from a file to one of its messages that stands before a message on the wire: a count and as many indexes, zigzag varints all. The path [0], the first message,
/// is the single byte 0. Indexes count the messages of their scope without the entries of maps.
/// </summary>
internal static class MessageIndexes
{
    private const int MaxDepth = 32;

    /// <summary>Finds the message and where its bytes begin; null, with the reason, for a path that leads nowhere.</summary>
    public static ProtoMessage? Find(ProtoFile file, ReadOnlySpan<byte> payload, out int start, out string? problem)
    {
        var reader = new WireReader(payload);
        var found = Find(file, ref reader, out problem);
        start = reader.At;
        return found;
    }

    /// <summary>The bytes of the path to a message.</summary>
    public static void Write(WireWriter writer, ProtoMessage message)
    {
        var path = new List<int>();
        for (ProtoMessage? each = message; each is not null; each = each.Parent)
            path.Insert(0, (each.Parent?.Messages ?? each.File.Messages).TakeWhile(neighbour => neighbour != each).Count());
        if (path is [0])
        {
            writer.Varint(0);
            return;
        }

        writer.Varint((ulong)path.Count << 1);
        foreach (var index in path) writer.Varint((ulong)index << 1);
    }

    private static ProtoMessage? Find(ProtoFile file, ref WireReader reader, out string? problem)
    {
        problem = null;
        if (!TryIndex(ref reader, out var count) || count > MaxDepth)
        {
            problem = "The message indexes in front of the message cannot be read.";
            return null;
        }

        var found = At(file.Messages, 0);
        var scope = file.Messages;
        for (var depth = 0; depth < count; depth++)
        {
            found = TryIndex(ref reader, out var index) ? At(scope, index) : null;
            if (found is null) break;
            scope = found.Messages;
        }

        if (found is null) problem = "The message indexes name a message that the schema does not have.";
        return found;
    }

    private static ProtoMessage? At(IEnumerable<ProtoMessage> messages, int index) => messages.ElementAtOrDefault(index);

    private static bool TryIndex(ref WireReader reader, out int index)
    {
        var isWhole = reader.TryVarint(out var value) && (value & 1) == 0 && value >> 1 <= int.MaxValue;
        index = isWhole ? (int)(value >> 1) : -1;
        return isWhole;
    }
}
