using RestStream.Core;
using RestStream.Core.Schemas;
using RestStream.Core.Topics;

namespace RestStream.Broker.Topics;

/// <summary>What a change must fulfil.</summary>
internal sealed partial class TopicRegistry
{
    /// <summary>Why no public call may make a topic of this name; null when it may.</summary>
    public static Error? CheckName(string name)
    {
        if (TopicName.Violation(name) is { } violation) return new Error(ErrorCode.InvalidTopicException, violation);
        return TopicName.IsInternal(name) ? Internal(name) : null;
    }

    public static Error Internal(string name) =>
        new(ErrorCode.InternalTopic, $"'{ConfigDefinition.Shortened(name)}' belongs to the server: names that begin with __, and _schemas, cannot be written, changed or deleted.");

    public static Error Unknown(string name) =>
        new(ErrorCode.UnknownTopicOrPartition, $"There is no topic '{ConfigDefinition.Shortened(name)}'.");

    private static Error Closed => new(ErrorCode.ShuttingDown, "The server is stopping; nothing was changed. Try again when it runs.");

    private Error? CheckRoom(TopicSpec spec)
    {
        var partitions = spec.Partitions ?? options.DefaultPartitions;
        if (ConfigDefinitions.Violations(spec.Config) is { Count: > 0 } violations) return InvalidConfig(violations);
        if (_halfDeleted.ContainsKey(spec.Name))
            return new Error(ErrorCode.DiskFull, $"The files of the deleted topic '{spec.Name}' are still there: the disk is full. Free some space and try again.");
        // The limits are for what clients make: at the limit, groups must still work.
        if (TopicName.IsInternal(spec.Name)) return null;
        if (_names.Count >= options.MaxTopics)
            return new Error(ErrorCode.PolicyViolation, $"There are {_names.Count} topics, and no more are allowed. Delete some, or raise the limit.");
        return CheckPartitions(partitions, added: partitions);
    }

    private Error? CheckIncrease(Topic topic, int partitions)
    {
        var today = topic.State.Partitions.Length;
        return partitions < today
            ? InvalidPartitions($"Topic '{topic.Name}' has {today} partitions; their number can grow, not shrink to {partitions}.")
            : CheckPartitions(partitions, partitions - today);
    }

    private Error? CheckPartitions(int partitions, int added)
    {
        if (partitions < 1 || partitions > options.MaxPartitionsPerTopic)
            return InvalidPartitions($"A topic has 1 to {options.MaxPartitionsPerTopic} partitions, not {partitions}.");
        return added > options.MaxPartitions - PartitionCount
            ? InvalidPartitions($"All topics together have {PartitionCount} partitions; {added} more would pass the limit of {options.MaxPartitions}.")
            : null;
    }

    private Error? FindForChange(string name, int? expectedVersion, out Topic? topic)
    {
        topic = null;
        if (_isClosed) return Closed;
        if (!_topics.TryGetValue(name, out topic)) return Unknown(name);
        if (topic.IsInternal) return Internal(name);
        return expectedVersion is { } expected && expected != topic.State.Version
            ? new Error(ErrorCode.PreconditionFailed, $"Topic '{name}' has version {topic.State.Version}, not {expected}: it changed since it was read.")
            : null;
    }

    // What does not fit its topic must find a place: its dead letters take everything.
    private static Error? CheckSchemas(Topic topic, TopicConfig config, TopicSchemas schemas) => schemas.ChecksRecords && config.IsDeadLetter
        ? new Error(ErrorCode.PolicyViolation, $"'{topic.Name}' is a topic of dead letters ({ConfigDefinitions.DeadLetter}): it takes what does not fit elsewhere, so its records are not checked.")
        : null;

    private static TopicConfig Merged(TopicConfig today, IReadOnlyDictionary<string, string?> change, out List<ErrorItem> violations)
    {
        var merged = new Dictionary<string, string>(today.Overrides, StringComparer.Ordinal);
        foreach (var (name, value) in change)
        {
            if (value is not null) merged[name] = value;
            else merged.Remove(name);
        }

        violations = ConfigDefinitions.Violations(merged);
        violations.AddRange(change.Where(config => config.Value is null && !ConfigDefinitions.ByName.ContainsKey(config.Key))
            .Select(config => ConfigDefinitions.Unknown(config.Key)));
        return violations.Count == 0 ? new TopicConfig(merged) : today;
    }

    private static Error InvalidPartitions(string detail) => new(ErrorCode.InvalidPartitions, detail, [new ErrorItem("/partitions", detail)]);

    private static Error InvalidConfig(List<ErrorItem> items) =>
        new(ErrorCode.InvalidConfig, items.Count == 1 ? items[0].Detail : $"{items.Count} configs are wrong; see `errors`.", items);
}
