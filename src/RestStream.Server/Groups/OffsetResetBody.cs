using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Server.Errors;

namespace RestStream.Server.Groups;

/// <summary>The body of <c>POST /v1/groups/{group}/offsets/reset</c>.</summary>
/// <param name="To">A position: <c>earliest</c>, <c>latest</c>, <c>42</c>, <c>-10</c>, <c>@-15m</c>.</param>
/// <param name="Shift">Instead of it: by so many offsets from where the group is.</param>
/// <param name="Topics">All partitions of these topics; absent: the partitions that have an offset.</param>
/// <param name="Partitions">Instead of topics: only these partitions; numbers where 'topics' has one topic.</param>
/// <param name="DryRun">Says what would be done.</param>
internal sealed record OffsetResetBody(
    PositionText? To = null, long? Shift = null, IReadOnlyList<string>? Topics = null, IReadOnlyList<PollPartition>? Partitions = null, bool? DryRun = null)
{
    /// <summary>What the engine does; or the problem with the position.</summary>
    public (OffsetReset? Reset, Problem? Problem) ToReset(TimeProvider time)
    {
        Position? position = null;
        if (To is { } to)
        {
            if (!PositionParser.TryParse(to.Text, time, out var parsed, out var error)) return (null, new Problem(HttpErrors.ValidationFailed, error, [new ErrorItem("/to", error)]));
            position = parsed;
        }

        AssignedPartition[]? partitions = Partitions?.Select(partition => new AssignedPartition(partition.Topic ?? Topics![0], partition.Partition)).ToArray();
        return (new OffsetReset(position, Shift, partitions is null ? Topics : null, partitions), null);
    }
}
