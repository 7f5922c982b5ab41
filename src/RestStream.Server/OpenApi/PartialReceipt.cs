namespace RestStream.Server.OpenApi;

/// <summary>Describes a partial success. An NDJSON upload that ended early says where.</summary>
internal sealed record PartialReceipt(
    IReadOnlyList<ReceiptPartition> Partitions, IReadOnlyList<ReceiptRecord?>? Records, long? Stored, string? Acks, IReadOnlyList<RecordProblem> Errors, long? ErrorCount, string? Ended, long? Index, long? Line,
    IReadOnlyList<RecordWarning>? Warnings = null, long? WarningCount = null, IReadOnlyList<DeadLetterReceipt>? DeadLettered = null, long? DeadLetteredCount = null);
