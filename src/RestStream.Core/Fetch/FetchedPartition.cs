namespace RestStream.Core.Fetch;

/// <summary>What was read of one partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Error"><see cref="ErrorCode.None"/>, <see cref="ErrorCode.UnknownTopicOrPartition"/>, <see cref="ErrorCode.OffsetOutOfRange"/> (beyond the high
/// watermark), <see cref="ErrorCode.CorruptMessage"/>, <see cref="ErrorCode.KafkaStorageError"/> (its files cannot be read now) or
/// <see cref="ErrorCode.TooManyRequests"/> (as many fetches wait as may; then on every entry).</param>
/// <param name="LogStartOffset">The first offset that can be read.</param>
/// <param name="HighWatermark">The offset after the last record that can be read.</param>
/// <param name="NextReadableOffset">With <see cref="ErrorCode.CorruptMessage"/>: where reading can go on behind the damage; else -1.</param>
/// <param name="Batches">Whole record batches (Kafka's RecordBatch v2) as stored, their CRC verified. The first may begin before the offset asked for.
/// Good until the <see cref="FetchResult"/> is disposed.</param>
public readonly record struct FetchedPartition(
    string Topic, int Partition, ErrorCode Error, long LogStartOffset, long HighWatermark, long NextReadableOffset, ReadOnlyMemory<byte> Batches);
