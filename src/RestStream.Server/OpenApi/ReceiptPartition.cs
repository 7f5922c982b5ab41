namespace RestStream.Server.OpenApi;

/// <summary>Describes a contiguous run of stored records.</summary>
internal sealed record ReceiptPartition(int Partition, long? BaseOffset, long Count);
