using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>The committed offsets of a group.</summary>
/// <param name="Error">Set when they cannot be told now; then there are none.</param>
/// <param name="Offsets">Of the partitions asked for those that have one, all durable.</param>
public sealed record OffsetFetchResult(ErrorCode Error, IReadOnlyDictionary<TopicPartition, CommittedOffset> Offsets)
{
    internal static readonly IReadOnlyDictionary<TopicPartition, CommittedOffset> NoOffsets = new Dictionary<TopicPartition, CommittedOffset>();
}
