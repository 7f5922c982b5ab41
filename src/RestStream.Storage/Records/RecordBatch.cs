using System.Buffers.Binary;

namespace RestStream.Storage.Records;

/// <summary>Checks and changes of a whole batch in place. Every span begins at a batch whose header was accepted by <see cref="RecordBatchHeader.TryRead(ReadOnlySpan{byte}, out RecordBatchHeader)"/>.</summary>
public static class RecordBatch
{
    /// <summary>True when the whole batch at the front of <paramref name="bytes"/> is there, its header is possible and its CRC fits.</summary>
    public static bool VerifyCrc(ReadOnlySpan<byte> bytes) => Verify(bytes) == RecordBatchError.None;

    /// <summary>As <see cref="VerifyCrc"/>, and says what is wrong.</summary>
    public static RecordBatchError Verify(ReadOnlySpan<byte> bytes)
    {
        if (!RecordBatchHeader.TryRead(bytes, out var header, out var error)) return error;
        if (bytes.Length < header.Length) return RecordBatchError.Incomplete;
        var crc = Crc32C.Compute(bytes[RecordBatchFormat.AttributesAt..header.Length]);
        return crc == header.Crc ? RecordBatchError.None : RecordBatchError.CrcMismatch;
    }

    /// <summary>The bytes of the records (compressed, if the batch is) of the batch at the front of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch is not all there.</exception>
    public static ReadOnlySpan<byte> Records(ReadOnlySpan<byte> bytes) => bytes[RecordBatchFormat.HeaderBytes..LengthOf(bytes)];

    /// <summary>Sets the base offset: outside the CRC.</summary>
    public static void SetBaseOffset(Span<byte> batch, long baseOffset) =>
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.BaseOffsetAt..], baseOffset);

    /// <summary>Sets the leader epoch: outside the CRC.</summary>
    public static void SetLeaderEpoch(Span<byte> batch, int leaderEpoch) =>
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.LeaderEpochAt..], leaderEpoch);

    /// <summary>Stamps the batch with the time of its append (LogAppendTime) and renews the CRC.</summary>
    public static void StampLogAppendTime(Span<byte> batch, long timestamp)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.MaxTimestampAt..], timestamp);
        SetAttributes(batch, (short)(AttributesOf(batch) | RecordBatchFormat.LogAppendTimeFlag));
    }

    /// <summary>Takes the JSON mark from a batch that did not come through our own door; renews the CRC when it was there.</summary>
    public static void ClearJsonFlag(Span<byte> batch)
    {
        var attributes = AttributesOf(batch);
        if ((attributes & RecordBatchFormat.JsonFlag) != 0) SetAttributes(batch, (short)(attributes & ~RecordBatchFormat.JsonFlag));
    }

    /// <summary>Writes the CRC of the batch as it is now.</summary>
    public static void WriteCrc(Span<byte> batch)
    {
        var crc = Crc32C.Compute(batch[RecordBatchFormat.AttributesAt..LengthOf(batch)]);
        BinaryPrimitives.WriteUInt32BigEndian(batch[RecordBatchFormat.CrcAt..], crc);
    }

    private static void SetAttributes(Span<byte> batch, short attributes)
    {
        BinaryPrimitives.WriteInt16BigEndian(batch[RecordBatchFormat.AttributesAt..], attributes);
        WriteCrc(batch);
    }

    private static short AttributesOf(ReadOnlySpan<byte> batch) => BinaryPrimitives.ReadInt16BigEndian(batch[RecordBatchFormat.AttributesAt..]);

    private static int LengthOf(ReadOnlySpan<byte> batch) =>
        RecordBatchFormat.OverheadBytes + BinaryPrimitives.ReadInt32BigEndian(batch[RecordBatchFormat.LengthAt..]);
}
