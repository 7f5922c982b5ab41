namespace RestStream.Server.OpenApi;

/// <summary>Describes the answer to acks=0, and to a single record that is a dead letter.</summary>
internal sealed record AcceptedReceipt(long? Accepted, IReadOnlyList<DeadLetterReceipt>? DeadLettered);
