namespace RestStream.Server.Topics;

/// <summary>The body of <c>PATCH /v1/topics/{topic}</c>.</summary>
/// <param name="Partitions">The new number of partitions, at least today's.</param>
/// <param name="Config">Configs to set; null goes back to the default; those not named stay.</param>
internal sealed record TopicChangeBody(int? Partitions = null, Dictionary<string, ConfigValue?>? Config = null);
