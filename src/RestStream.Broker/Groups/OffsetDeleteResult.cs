using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>What became of a deletion of offsets.</summary>
/// <param name="Error">Set when the call as a whole was refused; then nothing was deleted and there are no <paramref name="Partitions"/>.</param>
/// <param name="Partitions">None (also where there was no offset) or the error of each, in the order of the request.</param>
public sealed record OffsetDeleteResult(ErrorCode Error, IReadOnlyList<ErrorCode> Partitions);
