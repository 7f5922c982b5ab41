namespace RestStream.Broker.Groups.Sessions;

/// <summary>An offset that a session is about to commit.</summary>
/// <param name="Progress">The partition.</param>
/// <param name="Offset">The offset.</param>
/// <param name="Deliveries">What is kept with it.</param>
/// <param name="IsRejection">Reading goes back to it.</param>
internal readonly record struct PendingCommit(PartitionProgress Progress, long Offset, DeliveryCount Deliveries, bool IsRejection = false);
