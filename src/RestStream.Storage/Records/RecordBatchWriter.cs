using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RestStream.Storage.Records;

/// <summary>
/// Encodes one uncompressed batch into bytes that the caller gives; nothing is allocated. Records come in order:
/// <see cref="BeginRecord"/> and then as many <see cref="AddHeader"/> as it announced, or <see cref="Append"/> for one without headers; then <see cref="Complete"/>.
/// The base offset is 0 until <see cref="RecordBatch.SetBaseOffset"/>. Not thread-safe.
/// </summary>
public ref struct RecordBatchWriter
{
    private readonly Span<byte> _destination;
    private readonly long _baseTimestamp;
    private readonly short _attributes;
    private readonly long _producerId;
    private readonly short _producerEpoch;
    private readonly int _baseSequence;
    private long _maxTimestamp;
    private int _recordEnd;
    private int _headersLeft;

    /// <summary>Begins a batch of a producer without an id.</summary>
    /// <param name="destination">Room for <see cref="RecordBatchFormat.HeaderBytes"/> and all records (<see cref="RecordSizeInBytes"/>).</param>
    /// <param name="baseTimestamp">The timestamp, epoch ms, from which deltas count: as a rule the first record's.</param>
    /// <param name="attributes">The attribute bits; no codec.</param>
    public RecordBatchWriter(Span<byte> destination, long baseTimestamp, short attributes = 0)
        : this(destination, baseTimestamp, attributes, -1, -1, -1)
    {
    }

    /// <summary>Begins a batch of a producer with an id.</summary>
    /// <param name="destination">Room for <see cref="RecordBatchFormat.HeaderBytes"/> and all records (<see cref="RecordSizeInBytes"/>).</param>
    /// <param name="baseTimestamp">The timestamp, epoch ms, from which deltas count: as a rule the first record's.</param>
    /// <param name="attributes">The attribute bits; no codec.</param>
    /// <param name="producerId">The producer's id.</param>
    /// <param name="producerEpoch">Its epoch.</param>
    /// <param name="baseSequence">The sequence of the first record.</param>
    public RecordBatchWriter(Span<byte> destination, long baseTimestamp, short attributes, long producerId, short producerEpoch, int baseSequence)
    {
        if (destination.Length < RecordBatchFormat.HeaderBytes) throw new ArgumentException("The destination is too short for a batch.", nameof(destination));
        if ((attributes & RecordBatchFormat.CodecMask) != 0) throw new ArgumentException("Batches are written uncompressed.", nameof(attributes));
        _destination = destination;
        _baseTimestamp = baseTimestamp;
        _attributes = attributes;
        _producerId = producerId;
        _producerEpoch = producerEpoch;
        _baseSequence = baseSequence;
        _maxTimestamp = long.MinValue;
        Position = _recordEnd = RecordBatchFormat.HeaderBytes;
    }

    /// <summary>How many records have begun.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes written so far, the header included.</summary>
    public int Position { get; private set; }

    /// <summary>The bytes that one header adds to a record.</summary>
    /// <param name="nameLength">The name's bytes, 0 or more.</param>
    /// <param name="valueLength">The value's bytes; -1 for null.</param>
    public static int HeaderSizeInBytes(int nameLength, int valueLength) =>
        Varint.Size(nameLength) + nameLength + Varint.Size(valueLength) + Math.Max(valueLength, 0);

    /// <summary>The exact bytes of a record in a batch, its own length prefix included.</summary>
    /// <param name="offsetDelta">Its index in the batch.</param>
    /// <param name="timestampDelta">Its timestamp less the batch's base timestamp.</param>
    /// <param name="keyLength">The key's bytes; -1 for null.</param>
    /// <param name="valueLength">The value's bytes; -1 for null.</param>
    /// <param name="headerCount">How many headers.</param>
    /// <param name="headersSizeInBytes">The sum of their <see cref="HeaderSizeInBytes"/>.</param>
    public static int RecordSizeInBytes(int offsetDelta, long timestampDelta, int keyLength, int valueLength, int headerCount = 0, int headersSizeInBytes = 0)
    {
        var body = BodySizeInBytes(offsetDelta, timestampDelta, keyLength, valueLength, headerCount, headersSizeInBytes);
        return Varint.Size(body) + body;
    }

    /// <summary>Adds a record without headers.</summary>
    /// <param name="timestamp">Epoch ms.</param>
    /// <param name="key">The key; ignored when there is none.</param>
    /// <param name="hasKey">False for a null key.</param>
    /// <param name="value">The value; ignored when there is none.</param>
    /// <param name="hasValue">False for a null value (a tombstone).</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Append(long timestamp, ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool hasValue) =>
        BeginRecord(timestamp, key, hasKey, value, hasValue, 0, 0);

    /// <summary>Begins a record; exactly <paramref name="headerCount"/> calls of <see cref="AddHeader"/> follow.</summary>
    /// <param name="timestamp">Epoch ms.</param>
    /// <param name="key">The key; ignored when there is none.</param>
    /// <param name="hasKey">False for a null key.</param>
    /// <param name="value">The value; ignored when there is none.</param>
    /// <param name="hasValue">False for a null value (a tombstone).</param>
    /// <param name="headerCount">How many headers follow.</param>
    /// <param name="headersSizeInBytes">The sum of their <see cref="HeaderSizeInBytes"/>.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InvalidOperationException">The record before was not given the headers it announced.</exception>
    public void BeginRecord(long timestamp, ReadOnlySpan<byte> key, bool hasKey, ReadOnlySpan<byte> value, bool hasValue, int headerCount, int headersSizeInBytes)
    {
        RequireWholeRecord();
        var keyLength = hasKey ? key.Length : -1;
        var valueLength = hasValue ? value.Length : -1;
        var timestampDelta = timestamp - _baseTimestamp;
        var body = BodySizeInBytes(Count, timestampDelta, keyLength, valueLength, headerCount, headersSizeInBytes);
        var end = Position + Varint.Size(body) + body;
        if (end > _destination.Length) throw new ArgumentException("The destination is too short for the record.", nameof(timestamp));

        // The sizes above add up to what is written here: one check of the bounds was enough.
        ref var start = ref MemoryMarshal.GetReference(_destination);
        var at = Position;
        at += Varint.WriteUnchecked(ref Unsafe.Add(ref start, at), body);
        Unsafe.Add(ref start, at++) = 0;
        at += Varint.WriteUnchecked(ref Unsafe.Add(ref start, at), timestampDelta);
        at += Varint.WriteUnchecked(ref Unsafe.Add(ref start, at), Count);
        at = WriteBytes(ref start, at, key, keyLength);
        at = WriteBytes(ref start, at, value, valueLength);
        Position = at + Varint.WriteUnchecked(ref Unsafe.Add(ref start, at), headerCount);

        _recordEnd = end;
        _headersLeft = headerCount;
        if (timestamp > _maxTimestamp) _maxTimestamp = timestamp;
        Count++;
    }

    /// <summary>Adds one of the headers that <see cref="BeginRecord"/> announced.</summary>
    /// <param name="name">The name, UTF-8.</param>
    /// <param name="value">The value; ignored when there is none.</param>
    /// <param name="hasValue">False for a null value.</param>
    /// <exception cref="InvalidOperationException">More headers or larger ones than announced.</exception>
    public void AddHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasValue)
    {
        var valueLength = hasValue ? value.Length : -1;
        if (_headersLeft == 0 || HeaderSizeInBytes(name.Length, valueLength) > _recordEnd - Position)
            throw new InvalidOperationException("More headers than the record announced.");
        ref var start = ref MemoryMarshal.GetReference(_destination);
        Position = WriteBytes(ref start, WriteBytes(ref start, Position, name, name.Length), value, valueLength);
        _headersLeft--;
    }

    /// <summary>Writes the batch's header and CRC, and returns the bytes of the whole batch.</summary>
    /// <exception cref="InvalidOperationException">There is no record, or the last one lacks headers.</exception>
    public int Complete()
    {
        RequireWholeRecord();
        if (Count == 0) throw new InvalidOperationException("A batch has at least one record.");
        var batch = _destination[..Position];
        batch[..RecordBatchFormat.HeaderBytes].Clear();
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.LengthAt..], Position - RecordBatchFormat.OverheadBytes);
        batch[RecordBatchFormat.MagicAt] = RecordBatchFormat.Magic;
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchFormat.AttributesAt..], _attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.LastOffsetDeltaAt..], Count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.BaseTimestampAt..], _baseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.MaxTimestampAt..], _maxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.ProducerIdAt..], _producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchFormat.ProducerEpochAt..], _producerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.BaseSequenceAt..], _baseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.CountAt..], Count);
        RecordBatch.WriteCrc(batch);
        return Position;
    }

    // Record: length varint | attributes i8 | timestampDelta varlong | offsetDelta varint | keyLength varint, key | valueLength varint, value | headerCount varint, headers
    private static int BodySizeInBytes(int offsetDelta, long timestampDelta, int keyLength, int valueLength, int headerCount, int headersSizeInBytes) =>
        checked(1 + Varint.Size(timestampDelta) + Varint.Size(offsetDelta)
            + Varint.Size(keyLength) + Math.Max(keyLength, 0)
            + Varint.Size(valueLength) + Math.Max(valueLength, 0)
            + Varint.Size(headerCount) + headersSizeInBytes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteBytes(ref byte start, int at, ReadOnlySpan<byte> bytes, int length)
    {
        at += Varint.WriteUnchecked(ref Unsafe.Add(ref start, at), length);
        if (length <= 0) return at;
        bytes.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref start, at), length));
        return at + length;
    }

    private readonly void RequireWholeRecord()
    {
        if (Position != _recordEnd || _headersLeft != 0) throw new InvalidOperationException("The record before lacks headers that it announced.");
    }
}
