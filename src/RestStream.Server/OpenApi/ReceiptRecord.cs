namespace RestStream.Server.OpenApi;

/// <summary>Describes where one record landed.</summary>
internal sealed record ReceiptRecord(int Partition, long Offset);
