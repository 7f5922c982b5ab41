using RestStream.Core.Topics;

namespace RestStream.Core.Fetch;

/// <summary>What to read, and how long to wait for it.</summary>
/// <param name="Partitions">Where to read. Earlier ones are served first: rotate them for fairness.</param>
/// <param name="MaxRecords">Of each partition, read on while fewer records than this were found (batches are whole, so more may come); at least 1.</param>
/// <param name="MaxBytes">At most so many bytes of batches in all, shared among the partitions, but at least one whole batch when there is one.</param>
/// <param name="MinBytes">Wait until so many bytes can be read; 1 waits for any record.</param>
/// <param name="MaxWait">How long to wait for <paramref name="MinBytes"/>; zero answers at once.</param>
public sealed record FetchRequest(
    IReadOnlyList<FetchPartition> Partitions, int MaxRecords, int MaxBytes, int MinBytes, TimeSpan MaxWait)
{
    /// <summary>The topic whose partitions are all read, as the caller knows it: a wait ends, with what there is, as soon as the topic has more. Null follows none.</summary>
    public TopicHandle? Follows { get; init; }

    /// <summary><see cref="ITopics.Version"/> as the caller knows it: a wait ends, with what there is, as soon as it is raised. Null waits on.</summary>
    public long? TopicsVersion { get; init; }
}
