namespace RestStream.Server.Topics;

/// <summary>The body of <c>POST /v1/topics</c> and <c>PUT /v1/topics/{topic}</c>.</summary>
/// <param name="Name">The topic's name; in PUT it may be left out.</param>
/// <param name="Partitions">How many partitions; null takes the broker's default.</param>
/// <param name="Config">Topic configs by Kafka's names; null goes back to the default.</param>
internal sealed record TopicBody(string? Name = null, int? Partitions = null, Dictionary<string, ConfigValue?>? Config = null);
