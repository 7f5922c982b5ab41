namespace RestStream.Broker.Tests;

/// <summary>A record as it was fetched, with what its batch says.</summary>
internal sealed record Stored(
    long Offset, long Timestamp, string? Key, string? Value, IReadOnlyList<(string Name, string? Value)> Headers, bool IsJson, bool IsAppendTime, int Batch, int BatchBytes);
