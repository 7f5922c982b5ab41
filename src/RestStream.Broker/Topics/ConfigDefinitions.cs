using System.Collections.Frozen;
using RestStream.Core;
using static RestStream.Broker.Topics.ConfigDefinition;

namespace RestStream.Broker.Topics;

/// <summary>
/// Kafka's topic configs (names, types, ranges and defaults of Kafka 4.1, https://kafka.apache.org/documentation/#topicconfigs), except that
/// <c>flush.messages</c> and <c>flush.ms</c> default to 1 and 0 here: one machine has no replicas, so it syncs.
/// </summary>
internal static class ConfigDefinitions
{
    public const string CleanupPolicy = "cleanup.policy";
    public const string MinCleanableDirtyRatio = "min.cleanable.dirty.ratio";
    public const string MinCompactionLagMs = "min.compaction.lag.ms";
    public const string MaxCompactionLagMs = "max.compaction.lag.ms";
    public const string DeleteRetentionMs = "delete.retention.ms";
    public const string RetentionMs = "retention.ms";
    public const string RetentionBytes = "retention.bytes";
    public const string SegmentBytes = "segment.bytes";
    public const string SegmentMs = "segment.ms";
    public const string SegmentJitterMs = "segment.jitter.ms";
    public const string SegmentIndexBytes = "segment.index.bytes";
    public const string IndexIntervalBytes = "index.interval.bytes";
    public const string MaxMessageBytes = "max.message.bytes";
    public const string FileDeleteDelayMs = "file.delete.delay.ms";
    public const string FlushMessages = "flush.messages";
    public const string FlushMs = "flush.ms";
    public const string MessageTimestampType = "message.timestamp.type";
    public const string MessageTimestampBeforeMaxMs = "message.timestamp.before.max.ms";
    public const string MessageTimestampAfterMaxMs = "message.timestamp.after.max.ms";
    public const string LogAppendTime = "LogAppendTime";

    /// <summary>Ours: marks a topic of dead letters, which patterns skip.</summary>
    public const string DeadLetter = "reststream.dead.letter";

    /// <summary>All of them, by name.</summary>
    public static FrozenDictionary<string, ConfigDefinition> ByName { get; } = new[]
    {
        // Honoured.
        List(CleanupPolicy, "delete", ["delete", "compact"]),
        Double(MinCleanableDirtyRatio, 0.5, 0, 1),
        Long(MinCompactionLagMs, 0, 0),
        Long(MaxCompactionLagMs, long.MaxValue, 1),
        Long(DeleteRetentionMs, 86_400_000, 0),
        Long(RetentionMs, 604_800_000, -1),
        Long(RetentionBytes, -1, -1),
        Int(SegmentBytes, 1 << 30, 1 << 20),
        Long(SegmentMs, 604_800_000, 1),
        Long(SegmentJitterMs, 0, 0),
        Int(SegmentIndexBytes, 10 << 20, 4),
        Int(IndexIntervalBytes, 4_096, 0),
        Int(MaxMessageBytes, 1_048_588, 0),
        Long(FileDeleteDelayMs, 60_000, 0),
        Long(FlushMessages, 1, 1),
        Long(FlushMs, 0, 0),
        String(MessageTimestampType, "CreateTime", ["CreateTime", LogAppendTime]),
        Long(MessageTimestampBeforeMaxMs, long.MaxValue, 0),
        Long(MessageTimestampAfterMaxMs, 3_600_000, 0),
        String("compression.type", "producer", ["producer", "uncompressed"], "batches are kept as they come"),

        Boolean(DeadLetter, false),

        // Taken and told, without effect: they concern compression by the broker, or more than one node.
        Int("compression.gzip.level", -1, -1, 9),
        Int("compression.lz4.level", 9, 1, 17),
        Int("compression.zstd.level", 3, -131_072, 22),
        Boolean("preallocate", false),
        Int("min.insync.replicas", 1, 1),
        Boolean("unclean.leader.election.enable", false),
        List("leader.replication.throttled.replicas", "", null),
        List("follower.replication.throttled.replicas", "", null),
        Boolean("remote.storage.enable", false),
        Long("local.retention.ms", -2, -2),
        Long("local.retention.bytes", -2, -2),
        Boolean("remote.log.copy.disable", false),
        Boolean("remote.log.delete.on.disable", false),
    }.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>Everything that is wrong with the overrides of a topic, one item a config.</summary>
    public static List<ErrorItem> Violations(IReadOnlyDictionary<string, string> overrides)
    {
        var found = new List<ErrorItem>();
        foreach (var (name, value) in overrides.OrderBy(config => config.Key, StringComparer.Ordinal))
        {
            var violation = ByName.TryGetValue(name, out var definition) ? definition.Check(value) : Unknown(name);
            if (violation is not null) found.Add(violation);
        }

        if (found.Count == 0) CheckCompactionLags(overrides, found);
        return found;
    }

    /// <summary>What to say of a name that is no config.</summary>
    public static ErrorItem Unknown(string name) =>
        new(PointerTo(name), $"'{Shortened(name)}' is not a topic config. The configs are: {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");

    private static void CheckCompactionLags(IReadOnlyDictionary<string, string> overrides, List<ErrorItem> found)
    {
        var config = new TopicConfig(overrides);
        var (min, max) = (config.Long(MinCompactionLagMs), config.Long(MaxCompactionLagMs));
        if (min > max) found.Add(new ErrorItem(PointerTo(MinCompactionLagMs), $"'{MinCompactionLagMs}' ({min}) is more than '{MaxCompactionLagMs}' ({max})."));
    }
}
