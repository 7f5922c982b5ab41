using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>What became of a commit.</summary>
/// <param name="Error">Set when the commit as a whole was refused: nothing was kept, and there are no <paramref name="Partitions"/>.
/// With <see cref="ErrorCode.OutcomeUnknown"/> it may or may not survive; committing again is safe.</param>
/// <param name="Partitions">None or the error of each offset, in the order of the request; the others are kept, durably.</param>
public sealed record OffsetCommitResult(ErrorCode Error, IReadOnlyList<ErrorCode> Partitions)
{
    internal static OffsetCommitResult Refused(ErrorCode error) => new(error, []);
}
