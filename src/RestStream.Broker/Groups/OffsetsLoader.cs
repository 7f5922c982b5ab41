using System.Buffers.Binary;
using RestStream.Broker.Groups.Protocol;
using RestStream.Broker.State;
using RestStream.Storage;
using RestStream.Storage.Records;

namespace RestStream.Broker.Groups;

/// <summary>
/// Reads <c>__consumer_offsets</c> from start to end; of a key the last record counts, whether the log is compacted or not. What cannot be read ends it:
/// nobody can tell which group it belongs to. Records of kinds that came after this version are passed over, and stay.
/// </summary>
internal sealed class OffsetsLoader(Func<string, Group> groupOf)
{
    // Of Kafka's keys 0 and 1 are offsets and 2 is a group; newer ones are of other kinds of groups.
    private const short NewestKeyVersion = 2;

    /// <summary>Reads one partition.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    /// <exception cref="InvalidDataException">Something in it cannot be read, now or later; the message says what and where.</exception>
    public void Load(PartitionLog log) => LogScan.Read(log, (in RecordReader record) =>
    {
        if (!TryLoad(record)) throw LogScan.Unreadable(log, record.Offset, "its record is no offset and no group in any version that is known");
    });

    private bool TryLoad(in RecordReader reader)
    {
        if (OffsetKey.TryRead(reader.Key, out var offset)) return TryLoadOffset(offset, reader);
        if (GroupKey.TryRead(reader.Key, out var group)) return TryLoadGroup(group, reader);
        return BinaryPrimitives.TryReadInt16BigEndian(reader.Key, out var version) && version > NewestKeyVersion;
    }

    private bool TryLoadOffset(OffsetKey key, in RecordReader reader)
    {
        CommittedOffset? offset = null;
        if (reader.HasValue)
        {
            if (!OffsetValue.TryRead(reader.Value, out var value)) return false;
            offset = new CommittedOffset(value.Offset, value.LeaderEpoch, value.Metadata, value.CommitTimestamp);
        }

        groupOf(key.Group).Load(new TopicPartition(key.Topic, key.Partition), offset, reader.Offset);
        return true;
    }

    private bool TryLoadGroup(GroupKey key, in RecordReader reader)
    {
        GroupValue? state = null;
        if (reader.HasValue && !GroupValue.TryRead(reader.Value, out state)) return false;
        groupOf(key.Group).Load(state);
        return true;
    }
}
