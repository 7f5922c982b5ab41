using RestStream.Broker.Groups.Assignors;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Core.Topics;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>What a consumer may ask for.</summary>
internal sealed class SessionRules(ITopics topics, ConsumerSessionOptions options, GroupOptions groups)
{
    /// <summary>The first rule that is broken; null when the session may be opened.</summary>
    public Error? Violation(ConsumerOptions wanted)
    {
        if (GroupName.Violation(wanted.Group) is { } name) return new Error(ErrorCode.InvalidGroupId, name, [new ErrorItem("group", name)]);
        // The coordinator checks joins alone; partitions by hand and members that come back never reach it.
        if (ViolationOfSessionTimeout(wanted) is { } timeout) return timeout;
        if (wanted.MaxDeliveries < 1) return Invalid("/maxDeliveries", "'maxDeliveries' is 1 or more.");
        if (wanted.Protocols?.FirstOrDefault(protocol => AssignorCatalog.Find(protocol) is null) is { } unknown)
            return Invalid("/protocols", $"There is no assignor '{unknown}'; there are {string.Join(", ", AssignorCatalog.ByName.Keys.Order(StringComparer.Ordinal))}.");
        if (wanted.Protocols is { Count: 0 }) return Invalid("/protocols", "'protocols' is empty: leave it out, or name an assignor.");
        return wanted.Partitions is { } partitions ? ViolationByHand(wanted, partitions) : ViolationOfTopics(wanted);
    }

    /// <summary>Kafka's rule for joins; null when it is kept.</summary>
    public Error? ViolationOfSessionTimeout(ConsumerOptions wanted) => wanted.SessionTimeout < groups.MinSessionTimeout || wanted.SessionTimeout > groups.MaxSessionTimeout
        ? SessionErrors.Of(ErrorCode.InvalidSessionTimeout, wanted.Group)
        : null;

    /// <summary>The first named topic that does not exist. Of a member that comes back none is asked for: a topic may be gone for a while.</summary>
    public Error? UnknownTopic(ConsumerOptions wanted)
    {
        var missing = wanted.Topics!.FirstOrDefault(topic => !topic.Contains('*', StringComparison.Ordinal) && topics.Resolve(topic) is null);
        return missing is null ? null : new Error(
            ErrorCode.UnknownTopicOrPartition, $"There is no topic '{missing}'. It is made by its first record, or by POST /v1/topics; a pattern such as '{missing[..1]}*' waits for topics to come.");
    }

    private Error? ViolationOfTopics(ConsumerOptions wanted)
    {
        if (wanted.Topics is not { } texts)
            return wanted.MemberId is null ? Invalid("/topics", "A new member says what it subscribes to: 'topics' is missing.") : null;
        if (texts.Count == 0) return Invalid("/topics", "'topics' is empty: name at least one topic or pattern.");
        if (texts.Count > options.MaxTopics) return Invalid("/topics", $"A member subscribes to at most {options.MaxTopics} topics and patterns; these are {texts.Count}.");
        for (var i = 0; i < texts.Count; i++)
        {
            if (TopicPattern.Violation(texts[i]) is { } violation) return new Error(ErrorCode.InvalidTopicException, violation, [new ErrorItem($"/topics/{i}", violation)]);
        }

        var patterns = texts.Count(text => text.Contains('*', StringComparison.Ordinal));
        return patterns > options.MaxPatterns ? Invalid("/topics", $"A member subscribes to at most {options.MaxPatterns} patterns; these are {patterns}.") : null;
    }

    private Error? ViolationByHand(ConsumerOptions wanted, IReadOnlyList<AssignedPartition> partitions)
    {
        if (wanted.InstanceId is not null) return Invalid("/instance", "Partitions assigned by hand are no member's: 'instance' does not go with 'partitions'.");
        if (partitions.Count == 0) return Invalid("/partitions", "'partitions' is empty: name at least one, or subscribe with 'topics'.");
        if (partitions.Count > options.MaxPartitions) return Invalid("/partitions", $"At most {options.MaxPartitions} partitions can be assigned by hand; these are {partitions.Count}.");
        for (var i = 0; i < partitions.Count; i++)
        {
            var (topic, partition) = partitions[i];
            if (topics.Resolve(topic) is not { } found) return Unknown(i, $"There is no topic '{topic}'.");
            if (partition < 0 || partition >= found.PartitionCount) return Unknown(i, $"Topic '{topic}' has the partitions 0 to {found.PartitionCount - 1}; there is no partition {partition}.");
        }

        return null;
    }

    private static Error Unknown(int index, string detail) => new(ErrorCode.UnknownTopicOrPartition, detail, [new ErrorItem($"/partitions/{index}", detail)]);

    private static Error Invalid(string pointer, string detail) => new(ErrorCode.InvalidRequest, detail, [new ErrorItem(pointer, detail)]);
}
