namespace RestStream.Server.OpenApi;

/// <summary>Describes a record as read; written by <see cref="Json.RecordRenderer"/>.</summary>
internal sealed record ReadRecord(
    int Partition, long Offset, long Timestamp, string? Key, object? Value, IReadOnlyList<RecordHeader> Headers, string? KeyEncoding, string? ValueEncoding, object? Schema);
