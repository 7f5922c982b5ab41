namespace RestStream.Broker.Tests;

/// <summary>A record to produce.</summary>
internal sealed record Rec(string? Value, string? Key = null, int Partition = -1, long? Timestamp = null, params (string Name, string? Value)[] Headers);
