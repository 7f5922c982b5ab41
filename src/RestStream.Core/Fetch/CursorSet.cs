using System.Buffers;
using System.Buffers.Text;

namespace RestStream.Core.Fetch;

/// <summary>
/// Where a reader of one or several topics is. Of one topic it is a <see cref="Cursor"/>, the same text; of several:
/// <code>
/// base64url without padding of: version u8 = 2 | varint number of topics
/// | for each: hash of its name u32 big-endian (FNV-1a of the UTF-8) | the topic as in version 1, from its id on
/// </code>
/// The hash lets a topic that was made anew under its name be told from one that is new. Immutable.
/// </summary>
public sealed class CursorSet
{
    /// <summary>The most topics.</summary>
    public const int MaxTopics = 1000;

    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxEncodedLength = 64 << 10;

    private const byte Version = 2;
    private const int MaxTopicBytes = 4 + 16 + 2;
    private const int MaxRunBytes = 2 + 9;
    private readonly (uint NameHash, Cursor Cursor)[] _topics;
    private readonly bool _isOfOneTopic;

    private CursorSet((uint NameHash, Cursor Cursor)[] topics, bool isOfOneTopic = false) => (_topics, _isOfOneTopic) = (topics, isOfOneTopic);

    /// <summary>How many topics.</summary>
    public int Count => _topics.Length;

    /// <summary>The place in a topic; null when the cursor was made without it.</summary>
    /// <param name="topicName">The topic's name.</param>
    /// <param name="topicId">The topic's id. When the cursor has the name under another id, that place is given: the topic was made anew.</param>
    /// <param name="isOnlyTopic">True when the reader has no other topic: then a cursor of one topic, which has no name, is of this one, be it made anew.</param>
    public Cursor? Find(string topicName, Guid topicId, bool isOnlyTopic = false)
    {
        if (isOnlyTopic && _isOfOneTopic) return _topics[0].Cursor;
        foreach (var (_, cursor) in _topics)
        {
            if (cursor.TopicId == topicId) return cursor;
        }

        var hash = HashOf(topicName);
        foreach (var (nameHash, cursor) in _topics)
        {
            if (nameHash == hash) return cursor;
        }

        return null;
    }

    /// <summary>Encodes the places in some topics; of exactly one as <see cref="Cursor"/> does.</summary>
    /// <param name="topics">At most <see cref="MaxTopics"/>, each with its name, its id and the next offset of each partition.</param>
    public static string Encode(IReadOnlyList<(string Name, Guid Id, ReadOnlyMemory<long> NextOffsets)> topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(topics.Count, MaxTopics, nameof(topics));
        if (topics.Count == 1) return Cursor.Encode(topics[0].Id, topics[0].NextOffsets.Span);
        var bytes = ArrayPool<byte>.Shared.Rent(3 + topics.Sum(topic => MaxTopicBytes + (topic.NextOffsets.Length * MaxRunBytes)));
        try
        {
            bytes[0] = Version;
            var at = TokenVarint.Write(bytes, 1, (ulong)topics.Count);
            foreach (var (name, id, offsets) in topics)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), HashOf(name));
                at = Cursor.WriteTopic(bytes, at + sizeof(uint), id, offsets.Span);
            }

            return Base64Url.EncodeToString(bytes.AsSpan(0, at));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads a cursor of one or several topics. Never throws, whatever the text.</summary>
    /// <returns>The cursor, or <see cref="ErrorCode.InvalidRequest"/>.</returns>
    public static Outcome<CursorSet> Decode(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxEncodedLength) return Cursor.NotACursor;
        if (Cursor.Decode(text) is { IsSuccess: true, Value: { } one }) return new CursorSet([(0, one)], isOfOneTopic: true);
        var bytes = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(text.Length));
        try
        {
            var status = Base64Url.DecodeFromChars(text, bytes, out _, out var written);
            return status == OperationStatus.Done && TryRead(bytes.AsSpan(0, written), out var set) ? set! : Cursor.NotACursor;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out CursorSet? set)
    {
        set = null;
        if (bytes.IsEmpty || bytes[0] != Version) return false;
        bytes = bytes[1..];
        if (!TokenVarint.TryRead(ref bytes, out var count) || count > MaxTopics) return false;
        var topics = new (uint, Cursor)[(int)count];
        for (var i = 0; i < topics.Length; i++)
        {
            if (!System.Buffers.Binary.BinaryPrimitives.TryReadUInt32BigEndian(bytes, out var hash)) return false;
            bytes = bytes[sizeof(uint)..];
            if (!Cursor.TryReadTopic(ref bytes, out var cursor)) return false;
            topics[i] = (hash, cursor!);
        }

        set = new CursorSet(topics);
        return bytes.IsEmpty;
    }

    // FNV-1a over the name's ASCII.
    private static uint HashOf(string name)
    {
        var hash = 2166136261u;
        foreach (var letter in name) hash = (hash ^ letter) * 16777619u;
        return hash;
    }
}
