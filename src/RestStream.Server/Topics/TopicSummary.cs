using RestStream.Core.Topics;

namespace RestStream.Server.Topics;

/// <summary>A topic in a list: without its configs.</summary>
internal sealed record TopicSummary(string Name, Guid Id, IReadOnlyList<PartitionView> Partitions, IReadOnlyList<string> ConfigOverrides)
{
    public static TopicSummary Of(TopicDescription topic) => new(topic.Name, topic.Id, PartitionView.Of(topic.Partitions), topic.ConfigOverrides);
}
