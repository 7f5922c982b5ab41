namespace RestStream.Server.OpenApi;

/// <summary>Describes a record to produce. A key is text, a value any JSON; the encodings say "base64" for bytes.</summary>
internal sealed record ProduceRecord(
    string? Key, object? Value, IReadOnlyList<RecordHeader>? Headers, int? Partition, long? Timestamp, string? KeyEncoding, string? ValueEncoding);
