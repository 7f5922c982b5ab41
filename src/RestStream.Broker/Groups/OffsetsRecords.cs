using RestStream.Broker.Groups.Protocol;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>Groups and offsets as records of <c>__consumer_offsets</c>.</summary>
internal static class OffsetsRecords
{
    /// <summary>A committed offset, or the tombstone of one.</summary>
    public static OffsetsRecord Of(string group, TopicPartition partition, CommittedOffset? offset) => new(
        new OffsetKey(group, partition.Topic, partition.Partition).ToBytes(),
        offset is null ? null : new OffsetValue(offset.Offset, offset.LeaderEpoch, offset.Metadata, offset.CommitTimestamp).ToBytes());

    /// <summary>A group's state, or the tombstone of a group.</summary>
    public static OffsetsRecord Of(string group, GroupValue? value) => new(new GroupKey(group).ToBytes(), value?.ToBytes());
}
