using RestStream.Core;

namespace RestStream.Server.Schemas;

/// <summary>A record that does not fit.</summary>
/// <param name="Index">Its place among those that were tried.</param>
/// <param name="Partition">Of a topic's record, its partition.</param>
/// <param name="Offset">Of a topic's record, its offset.</param>
/// <param name="Errors">Where and why.</param>
internal sealed record TriedRecord(int Index, int? Partition, long? Offset, IReadOnlyList<ErrorItem> Errors);
