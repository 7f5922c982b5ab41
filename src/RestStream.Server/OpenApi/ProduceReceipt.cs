namespace RestStream.Server.OpenApi;

/// <summary>Describes where records landed; written by <see cref="Records.ProduceAnswer"/>.</summary>
internal sealed record ProduceReceipt(
    IReadOnlyList<ReceiptPartition> Partitions, IReadOnlyList<ReceiptRecord?>? Records, long? Stored, string? Acks,
    IReadOnlyList<RecordWarning>? Warnings = null, long? WarningCount = null, IReadOnlyList<DeadLetterReceipt>? DeadLettered = null, long? DeadLetteredCount = null);
