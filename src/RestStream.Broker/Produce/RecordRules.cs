using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Records;
using RestStream.Storage.Records;

namespace RestStream.Broker.Produce;

/// <summary>What a topic's configs ask of each record.</summary>
internal static class RecordRules
{
    /// <summary>The rule that a record breaks; null when it may be stored.</summary>
    /// <param name="topic">The topic's name.</param>
    /// <param name="config">Its configs.</param>
    /// <param name="record">The record.</param>
    /// <param name="sizeAlone">Its size as the only record of a batch, without the batch's header.</param>
    /// <param name="now">The time of the append, epoch ms.</param>
    public static Error? Check(string topic, TopicConfig config, in RecordSlice record, int sizeAlone, long now)
    {
        if (record.KeyLength < 0 && config.Log.CompactPolicy) return Keyless(topic);
        if (sizeAlone > config.MaxMessageBytes - RecordBatchFormat.HeaderBytes) return TooLarge(topic, config, sizeAlone);
        return config.UsesLogAppendTime || record.Timestamp == RecordSlice.NoTimestamp ? null : CheckTimestamp(config, record.Timestamp, now);
    }

    public static Error NoSuchPartition(string topic, int partition, int partitions) => new(
        ErrorCode.UnknownTopicOrPartition, $"Topic '{topic}' has the partitions 0 to {partitions - 1}; there is no partition {partition}.");

    private static Error Keyless(string topic) => new(
        ErrorCode.InvalidRecord, $"The record has no key. Topic '{topic}' is compacted ({ConfigDefinitions.CleanupPolicy}): it keeps the last record of each key, so every record needs one.");

    private static Error TooLarge(string topic, TopicConfig config, int sizeAlone) => new(
        ErrorCode.MessageTooLarge,
        $"The record takes {(long)sizeAlone + RecordBatchFormat.HeaderBytes} bytes as a batch of one; "
        + $"topic '{topic}' takes at most {config.MaxMessageBytes} ({ConfigDefinitions.MaxMessageBytes}).");

    private static Error? CheckTimestamp(TopicConfig config, long timestamp, long now)
    {
        if (timestamp < 0) return Invalid($"The timestamp {timestamp} is negative; it counts milliseconds since 1970.");
        if (now - timestamp > config.TimestampBeforeMaxMs)
            return Invalid($"The timestamp {timestamp} lies more than {config.TimestampBeforeMaxMs} ms ({ConfigDefinitions.MessageTimestampBeforeMaxMs}) before now ({now}).");
        return timestamp - now > config.TimestampAfterMaxMs
            ? Invalid($"The timestamp {timestamp} lies more than {config.TimestampAfterMaxMs} ms ({ConfigDefinitions.MessageTimestampAfterMaxMs}) after now ({now}).")
            : null;
    }

    private static Error Invalid(string detail) => new(ErrorCode.InvalidTimestamp, detail);
}
