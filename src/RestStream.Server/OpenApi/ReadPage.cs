namespace RestStream.Server.OpenApi;

/// <summary>Describes a page of records; written by <see cref="Records.PageWriter"/>.</summary>
internal sealed record ReadPage(IReadOnlyList<ReadRecord> Records, string Next, IReadOnlyList<ReadPartition> Partitions, IReadOnlyList<ReadGap>? Gap, int? Scanned);
