using RestStream.Core.Topics;

namespace RestStream.Server.Topics;

/// <summary>A topic as clients see it.</summary>
internal sealed record TopicView(
    string Name, Guid Id, string Durability, IReadOnlyList<PartitionView> Partitions, IReadOnlyDictionary<string, string> Config, IReadOnlyList<string> ConfigOverrides)
{
    public static TopicView Of(TopicDescription topic) =>
        new(topic.Name, topic.Id, Durabilities.Of(topic), PartitionView.Of(topic.Partitions), topic.Config, topic.ConfigOverrides);
}
