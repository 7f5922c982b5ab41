using System.Buffers.Binary;

namespace RestStream.Storage.Records;

/// <summary>The fixed part of a batch (<see cref="RecordBatchFormat"/>), read in place: a view, valid as long as the bytes under it.</summary>
public readonly ref struct RecordBatchHeader
{
    private readonly ReadOnlySpan<byte> _bytes;

    private RecordBatchHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The offset of the first record (kept by compaction even when that record is gone).</summary>
    public long BaseOffset => Int64(RecordBatchFormat.BaseOffsetAt);

    /// <summary>The offset of the last record (kept by compaction likewise).</summary>
    public long LastOffset => BaseOffset + LastOffsetDelta;

    /// <summary>The offset after the batch.</summary>
    public long NextOffset => LastOffset + 1;

    /// <summary>The bytes of the whole batch, this header included; at least <see cref="RecordBatchFormat.HeaderBytes"/>.</summary>
    public int Length => RecordBatchFormat.OverheadBytes + Int32(RecordBatchFormat.LengthAt);

    /// <summary>The leader epoch.</summary>
    public int LeaderEpoch => Int32(RecordBatchFormat.LeaderEpochAt);

    /// <summary>The CRC-32C that the batch claims.</summary>
    public uint Crc => BinaryPrimitives.ReadUInt32BigEndian(_bytes[RecordBatchFormat.CrcAt..]);

    /// <summary>The attribute bits.</summary>
    public short Attributes => BinaryPrimitives.ReadInt16BigEndian(_bytes[RecordBatchFormat.AttributesAt..]);

    /// <summary>The codec; a number without a name is none that Kafka has.</summary>
    public CompressionCodec Codec => (CompressionCodec)(Attributes & RecordBatchFormat.CodecMask);

    /// <summary>The records' bytes are compressed.</summary>
    public bool IsCompressed => Codec != CompressionCodec.None;

    /// <summary><see cref="MaxTimestamp"/> holds for every record.</summary>
    public bool IsLogAppendTime => Has(RecordBatchFormat.LogAppendTimeFlag);

    /// <summary>Part of a transaction.</summary>
    public bool IsTransactional => Has(RecordBatchFormat.TransactionalFlag);

    /// <summary>A control batch: not for readers.</summary>
    public bool IsControl => Has(RecordBatchFormat.ControlFlag);

    /// <summary><see cref="BaseTimestamp"/> is the delete horizon.</summary>
    public bool HasDeleteHorizon => Has(RecordBatchFormat.DeleteHorizonFlag);

    /// <summary>Every value is null or valid JSON and every key null or UTF-8.</summary>
    public bool IsJson => Has(RecordBatchFormat.JsonFlag);

    /// <summary>The last offset less the base offset; 0 or more.</summary>
    public int LastOffsetDelta => Int32(RecordBatchFormat.LastOffsetDeltaAt);

    /// <summary>The timestamp, epoch ms, from which the records' deltas count.</summary>
    public long BaseTimestamp => Int64(RecordBatchFormat.BaseTimestampAt);

    /// <summary>The largest timestamp, epoch ms; -1 for none.</summary>
    public long MaxTimestamp => Int64(RecordBatchFormat.MaxTimestampAt);

    /// <summary>The producer's id; -1 for none.</summary>
    public long ProducerId => Int64(RecordBatchFormat.ProducerIdAt);

    /// <summary>The producer's epoch; -1 for none.</summary>
    public short ProducerEpoch => BinaryPrimitives.ReadInt16BigEndian(_bytes[RecordBatchFormat.ProducerEpochAt..]);

    /// <summary>The sequence of the first record; -1 for none.</summary>
    public int BaseSequence => Int32(RecordBatchFormat.BaseSequenceAt);

    /// <summary>How many records; 0 in a batch that compaction has emptied.</summary>
    public int Count => Int32(RecordBatchFormat.CountAt);

    /// <summary>Reads and checks the header at the front of <paramref name="source"/>; the rest of the batch need not be there. Lengths, magic, offsets and counts of an
    /// accepted header are possible ones; the CRC is not checked.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out RecordBatchHeader header) => TryRead(source, out header, out _);

    /// <summary>As above, and says what is wrong.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out RecordBatchHeader header, out RecordBatchError error)
    {
        header = default;
        if (source.Length < RecordBatchFormat.HeaderBytes)
        {
            error = RecordBatchError.Incomplete;
            return false;
        }

        var read = new RecordBatchHeader(source[..RecordBatchFormat.HeaderBytes]);
        error = read.Check();
        if (error == RecordBatchError.None) header = read;
        return error == RecordBatchError.None;
    }

    private RecordBatchError Check()
    {
        if (_bytes[RecordBatchFormat.MagicAt] != RecordBatchFormat.Magic) return RecordBatchError.UnsupportedMagic;
        var length = Int32(RecordBatchFormat.LengthAt);
        if (length is < RecordBatchFormat.HeaderBytes - RecordBatchFormat.OverheadBytes or > int.MaxValue - RecordBatchFormat.OverheadBytes) return RecordBatchError.InvalidLength;
        if (BaseOffset < 0 || LastOffsetDelta < 0 || BaseOffset > long.MaxValue - 1 - LastOffsetDelta) return RecordBatchError.InvalidHeader;
        return Count < 0 || Count > (long)LastOffsetDelta + 1 ? RecordBatchError.InvalidHeader : RecordBatchError.None;
    }

    private bool Has(short flag) => (Attributes & flag) != 0;

    private int Int32(int at) => BinaryPrimitives.ReadInt32BigEndian(_bytes[at..]);

    private long Int64(int at) => BinaryPrimitives.ReadInt64BigEndian(_bytes[at..]);
}
