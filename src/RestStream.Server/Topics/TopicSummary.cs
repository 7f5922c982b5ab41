using RestStream.Core.Topics;

namespace RestStream.Server.Topics;

/// <summary>A topic in a list: without its configs.</summary>
internal sealed record TopicSummary(string Name, Guid Id, string Durability, IReadOnlyList<PartitionView> Partitions, IReadOnlyList<string> ConfigOverrides)
{
    public static TopicSummary Of(TopicDescription topic) =>
        new(topic.Name, topic.Id, Durabilities.Of(topic), PartitionView.Of(topic.Partitions), topic.ConfigOverrides);
}
