namespace RestStream.Server.Records;

/// <summary>One partition to truncate.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="BeforeOffset">Records below this offset are deleted; -1 deletes all there is.</param>
internal sealed record TruncatePartition(int? Partition = null, long? BeforeOffset = null);
