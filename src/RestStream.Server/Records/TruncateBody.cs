namespace RestStream.Server.Records;

/// <summary>The body of <c>POST /v1/topics/{topic}/truncate</c>: some partitions each with an offset, or one position for one partition or all.</summary>
/// <param name="Partitions">The partitions to truncate.</param>
/// <param name="Before">A position: <c>latest</c> deletes all there is, <c>@-7d</c> what is older than a week.</param>
/// <param name="Partition">With <paramref name="Before"/>: one partition only.</param>
internal sealed record TruncateBody(IReadOnlyList<TruncatePartition>? Partitions = null, string? Before = null, int? Partition = null);
