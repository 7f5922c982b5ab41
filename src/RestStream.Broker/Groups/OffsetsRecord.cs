namespace RestStream.Broker.Groups;

/// <summary>A record of <c>__consumer_offsets</c>.</summary>
/// <param name="Key">Kafka's OffsetCommitKey or GroupMetadataKey.</param>
/// <param name="Value">Its value; null is a tombstone.</param>
internal readonly record struct OffsetsRecord(byte[] Key, byte[]? Value);
