using RestStream.Core.Fetch;

namespace RestStream.Server.Records;

/// <summary>A position resolved in one partition.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">Where the position is.</param>
/// <param name="Timestamp">For a position by time: the timestamp of the record found; null otherwise.</param>
/// <param name="LogStartOffset">The first offset that can be read.</param>
/// <param name="HighWatermark">The offset after the last record that can be read.</param>
internal sealed record PartitionOffsetView(int Partition, long Offset, long? Timestamp, long LogStartOffset, long HighWatermark)
{
    public static PartitionOffsetView Of(PartitionOffset place) =>
        new(place.Partition, place.Offset, place.Timestamp < 0 ? null : place.Timestamp, place.LogStartOffset, place.HighWatermark);
}
