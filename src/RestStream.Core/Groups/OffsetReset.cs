using RestStream.Core.Fetch;

namespace RestStream.Core.Groups;

/// <summary>Where the offsets of an Empty group go: to a position, or by so many from where they are; one of the two.</summary>
/// <param name="To">A position in every partition; null with <paramref name="Shift"/>.</param>
/// <param name="Shift">Relative to the committed offset, bounded by the partition; null with <paramref name="To"/>.</param>
/// <param name="Topics">The topics; null: those with committed offsets.</param>
/// <param name="Partitions">The partitions; null: all of the topics.</param>
public sealed record OffsetReset(Position? To, long? Shift, IReadOnlyList<string>? Topics, IReadOnlyList<AssignedPartition>? Partitions);
