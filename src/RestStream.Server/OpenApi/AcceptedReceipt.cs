namespace RestStream.Server.OpenApi;

/// <summary>Describes the answer to acks=0.</summary>
internal sealed record AcceptedReceipt(long Accepted);
