using RestStream.Core.Schemas;

namespace RestStream.Core.Topics;

/// <summary>A change to a topic.</summary>
/// <param name="Partitions">The new number of partitions, at least today's; null leaves it.</param>
/// <param name="Config">Configs to set; a null value goes back to the default. Those not named stay as they are.</param>
public sealed record TopicChange(int? Partitions, IReadOnlyDictionary<string, string?> Config)
{
    /// <summary>What the topic asks of its records from now on; null leaves that as it is.</summary>
    public TopicSchemas? Schemas { get; init; }
}
