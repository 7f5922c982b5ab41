namespace RestStream.Core.Produce;

/// <summary>Where the records of one partition landed: contiguous from <paramref name="BaseOffset"/>, in request order.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="BaseOffset">The offset of the first; -1 with acks=0 or when nothing was stored.</param>
/// <param name="Count">How many were stored.</param>
/// <param name="IsUnsynced">True when acks=all was asked for and the topic leaves flushing to the system: written, not synced.</param>
public readonly record struct PartitionReceipt(int Partition, long BaseOffset, int Count, bool IsUnsynced = false);
