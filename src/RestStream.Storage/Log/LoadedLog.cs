namespace RestStream.Storage.Log;

/// <summary>What was found on disk of a log.</summary>
/// <param name="Segments">Its segments; the last one ready to be written to.</param>
/// <param name="Start">The first offset.</param>
/// <param name="End">The offset after the last record that may be served; never below what was known to be synced.</param>
/// <param name="Damage">What of that cannot be read.</param>
internal sealed record LoadedLog(SegmentList Segments, long Start, long End, IReadOnlyList<DamagedRange> Damage);
