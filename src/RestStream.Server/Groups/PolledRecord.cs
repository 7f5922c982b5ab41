using RestStream.Server.OpenApi;

namespace RestStream.Server.Groups;

/// <summary>Describes a record of a poll.</summary>
internal sealed record PolledRecord(
    string Topic, int Partition, long Offset, long Timestamp, string? Key, object? Value, IReadOnlyList<RecordHeader> Headers, string? KeyEncoding = null, string? ValueEncoding = null);
