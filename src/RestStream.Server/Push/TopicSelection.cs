using RestStream.Core;
using RestStream.Core.Topics;
using RestStream.Server.Errors;

namespace RestStream.Server.Push;

/// <summary>The topics of a subscription: names, and patterns that are looked at again when topics change. Immutable.</summary>
internal sealed class TopicSelection(IReadOnlyList<TopicPattern> patterns, int[]? partitions, PushOptions options)
{
    /// <summary>The partitions that are read; null for all.</summary>
    public int[]? Partitions { get; } = partitions;

    /// <summary>True when a topic that is made later may belong to it.</summary>
    public bool HasPatterns { get; } = patterns.Any(pattern => pattern.IsPattern);

    /// <summary>The topics there are now, each once; or the problem: a name without a topic, or too many.</summary>
    public IReadOnlyList<TopicHandle> Resolve(ITopics topics, out Problem? problem)
    {
        problem = null;
        var found = new Dictionary<string, TopicHandle>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            if (pattern.IsPattern)
            {
                foreach (var topic in topics.Match(pattern, options.MaxTopics + 1)) found[topic.Name] = topic;
            }
            else if (topics.Resolve(pattern.Text) is { } topic)
            {
                found[topic.Name] = topic;
            }
            else
            {
                problem = Problem.UnknownTopic(pattern.Text);
                return [];
            }
        }

        problem = TooMany(found.Values);
        return [.. found.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal)];
    }

    private Problem? TooMany(Dictionary<string, TopicHandle>.ValueCollection topics)
    {
        if (topics.Count > options.MaxTopics) return TooMany($"The subscription matches more than {options.MaxTopics} topics. Narrow its patterns.");
        var partitionCount = topics.Sum(topic => Partitions?.Length ?? topic.PartitionCount);
        return partitionCount > options.MaxPartitions
            ? TooMany($"The subscription has {partitionCount} partitions; it may have {options.MaxPartitions}. Narrow it to fewer topics.")
            : null;
    }

    private static Problem TooMany(string detail) => new(HttpErrors.ValidationFailed, detail, [new ErrorItem("/topics", detail)]);
}
