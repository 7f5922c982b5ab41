namespace RestStream.Core.Produce;

/// <summary>What became of a produce.</summary>
/// <param name="Partitions">The partitions that took records, by number.</param>
/// <param name="Errors">The records that were not stored, by index; empty when all were.</param>
/// <param name="Error">Set when the request as a whole was refused: nothing was stored, and the other two are empty.</param>
/// <param name="AcknowledgedAs">What the acknowledgement means: <see cref="Acks.All"/> only when the records are synced (a topic that leaves flushing to the
/// system is acknowledged when written, whatever was asked).</param>
public sealed record ProduceResult(
    IReadOnlyList<PartitionReceipt> Partitions, IReadOnlyList<RecordError> Errors, Error? Error, Acks AcknowledgedAs)
{
    /// <summary>The records that are stored although they do not fit their topic's schema, by index.</summary>
    public IReadOnlyList<RecordError> Warnings { get; init; } = [];

    /// <summary>The records that are stored among the topic's dead letters instead, by index.</summary>
    public IReadOnlyList<DeadLetteredRecord> DeadLettered { get; init; } = [];

    /// <summary>A request that was refused as a whole.</summary>
    public static ProduceResult Refused(Error error) => new([], [], error, Acks.None);
}
