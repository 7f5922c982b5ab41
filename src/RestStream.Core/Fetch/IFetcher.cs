namespace RestStream.Core.Fetch;

/// <summary>Reads records. Thread-safe.</summary>
public interface IFetcher
{
    /// <summary>
    /// Reads many partitions, waiting when asked. Ends early, with what there is, when the engine stops.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller left; nothing of the wait remains.</exception>
    ValueTask<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken);

    /// <summary>Resolves a position in one partition of a topic, or in all (<paramref name="partition"/> null).</summary>
    /// <returns>One entry a partition; or <see cref="ErrorCode.UnknownTopicOrPartition"/>, or <see cref="ErrorCode.OffsetOutOfRange"/> with the bounds for an
    /// offset beyond the end. An offset below the start is returned as asked, so that the caller can tell the gap.</returns>
    Outcome<IReadOnlyList<PartitionOffset>> Locate(string topic, int? partition, Position position);

    /// <summary>Moves the log start offset of partitions up, for good: records below are deleted. -1 stands for the high watermark.</summary>
    /// <returns>The bounds after it; or <see cref="ErrorCode.UnknownTopicOrPartition"/>, <see cref="ErrorCode.OffsetOutOfRange"/>,
    /// <see cref="ErrorCode.PolicyViolation"/>, <see cref="ErrorCode.InternalTopic"/>; then nothing was changed.</returns>
    ValueTask<Outcome<IReadOnlyList<PartitionOffset>>> DeleteRecordsAsync(
        string topic, IReadOnlyDictionary<int, long> beforeOffsets, CancellationToken cancellationToken);
}
