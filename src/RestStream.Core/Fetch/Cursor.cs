using System.Buffers;
using System.Buffers.Text;

namespace RestStream.Core.Fetch;

/// <summary>
/// Where a reader of a whole topic is: the next offset of every partition. Clients hold it as opaque text. Immutable.
/// <code>
/// base64url without padding of: version u8 = 1 | topic id, 16 bytes big-endian | varint number of partitions
/// | runs of equal offsets from partition 0 on: varint length of the run, varint next offset
/// </code>
/// Varints are unsigned base 128, low bits first. The number of partitions makes a cut text detectable.
/// </summary>
public sealed class Cursor
{
    /// <summary>The most partitions of a topic: so many different offsets still fit a request line of 8 KiB.</summary>
    public const int MaxPartitions = 500;

    private const byte Version = 1;
    private const int IdBytes = 16;
    private const int MaxBytes = 1 + IdBytes + 2 + (MaxPartitions * (1 + 9));

    /// <summary>The longest text of a cursor, in characters.</summary>
    public static readonly int MaxEncodedLength = Base64Url.GetEncodedLength(MaxBytes);

    private readonly long[] _nextOffsets;

    /// <summary>A cursor of a topic.</summary>
    /// <param name="topicId">The topic's id.</param>
    /// <param name="nextOffsets">The next offset of each partition, 0 or more; at most <see cref="MaxPartitions"/>.</param>
    public Cursor(Guid topicId, ReadOnlySpan<long> nextOffsets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nextOffsets.Length, MaxPartitions);
        TopicId = topicId;
        _nextOffsets = nextOffsets.ToArray();
    }

    /// <summary>The topic's id.</summary>
    public Guid TopicId { get; }

    /// <summary>How many partitions the topic had when the cursor was made.</summary>
    public int PartitionCount => _nextOffsets.Length;

    /// <summary>The next offset of every partition.</summary>
    public ReadOnlySpan<long> NextOffsets => _nextOffsets;

    /// <summary>The next offset of a partition; 0 for one that was added later.</summary>
    public long NextOffset(int partition) => partition < _nextOffsets.Length ? _nextOffsets[partition] : 0;

    /// <summary>The cursor as clients see it.</summary>
    public override string ToString() => Encode(TopicId, _nextOffsets);

    /// <summary>Encodes without making a <see cref="Cursor"/>.</summary>
    public static string Encode(Guid topicId, ReadOnlySpan<long> nextOffsets)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            return Base64Url.EncodeToString(bytes.AsSpan(0, Write(topicId, nextOffsets, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Encodes as ASCII into <paramref name="destination"/>, which has at least <see cref="MaxEncodedLength"/> bytes; returns the length.</summary>
    public static int EncodeUtf8(Guid topicId, ReadOnlySpan<long> nextOffsets, Span<byte> destination)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            return Base64Url.EncodeToUtf8(bytes.AsSpan(0, Write(topicId, nextOffsets, bytes)), destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads a cursor. Never throws, whatever the text.</summary>
    /// <returns>The cursor, or <see cref="ErrorCode.InvalidRequest"/>.</returns>
    public static Outcome<Cursor> Decode(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxEncodedLength) return NotACursor;
        var bytes = ArrayPool<byte>.Shared.Rent(MaxBytes);
        try
        {
            var status = Base64Url.DecodeFromChars(text, bytes, out _, out var written);
            return status == OperationStatus.Done && TryRead(bytes.AsSpan(0, written), out var cursor) ? cursor! : NotACursor;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    internal static Error NotACursor { get; } = new(
        ErrorCode.InvalidRequest, "The cursor cannot be read: it was cut, changed or made by another version. Take `next` of an answer as it is, or start with `from`.");

    private static int Write(Guid topicId, ReadOnlySpan<long> nextOffsets, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nextOffsets.Length, MaxPartitions);
        bytes[0] = Version;
        return WriteTopic(bytes, 1, topicId, nextOffsets);
    }

    /// <summary>Writes one topic as the layout has it, from its id on; returns where it ends.</summary>
    internal static int WriteTopic(Span<byte> bytes, int at, Guid topicId, ReadOnlySpan<long> nextOffsets)
    {
        topicId.TryWriteBytes(bytes[at..], bigEndian: true, out _);
        at = TokenVarint.Write(bytes, at + IdBytes, (ulong)nextOffsets.Length);
        while (!nextOffsets.IsEmpty)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(nextOffsets[0], nameof(nextOffsets));
            var run = nextOffsets.IndexOfAnyExcept(nextOffsets[0]);
            if (run < 0) run = nextOffsets.Length;
            at = TokenVarint.Write(bytes, at, (ulong)run);
            at = TokenVarint.Write(bytes, at, (ulong)nextOffsets[0]);
            nextOffsets = nextOffsets[run..];
        }

        return at;
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out Cursor? cursor)
    {
        cursor = null;
        if (bytes.IsEmpty || bytes[0] != Version) return false;
        bytes = bytes[1..];
        return TryReadTopic(ref bytes, out cursor) && bytes.IsEmpty;
    }

    /// <summary>Reads one topic from its id on, and moves behind it.</summary>
    internal static bool TryReadTopic(ref ReadOnlySpan<byte> bytes, out Cursor? cursor)
    {
        cursor = null;
        if (bytes.Length < IdBytes) return false;
        var topicId = new Guid(bytes[..IdBytes], bigEndian: true);
        bytes = bytes[IdBytes..];
        if (!TokenVarint.TryRead(ref bytes, out var count) || count > MaxPartitions) return false;
        Span<long> offsets = stackalloc long[(int)count];
        if (!TryReadRuns(ref bytes, offsets)) return false;
        cursor = new Cursor(topicId, offsets);
        return true;
    }

    private static bool TryReadRuns(ref ReadOnlySpan<byte> bytes, scoped Span<long> offsets)
    {
        while (!offsets.IsEmpty)
        {
            if (!TokenVarint.TryRead(ref bytes, out var run) || run < 1 || run > offsets.Length) return false;
            if (!TokenVarint.TryRead(ref bytes, out var offset)) return false;
            offsets[..(int)run].Fill(offset);
            offsets = offsets[(int)run..];
        }

        return true;
    }
}
