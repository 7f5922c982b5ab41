namespace RestStream.Core.Topics;

/// <summary>A topic to be made.</summary>
/// <param name="Name">By the rules of <see cref="TopicName"/>.</param>
/// <param name="Partitions">How many partitions; null takes the engine's default.</param>
/// <param name="Config">Topic configs by Kafka's names, as text; what is absent takes Kafka's default.</param>
public sealed record TopicSpec(string Name, int? Partitions, IReadOnlyDictionary<string, string> Config);
