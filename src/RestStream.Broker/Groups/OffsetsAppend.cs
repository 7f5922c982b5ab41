using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>What an append to <c>__consumer_offsets</c> did.</summary>
/// <param name="BaseOffset">The offset of its first record, in the partition that all records of the group share.</param>
/// <param name="Ticket">The sync that makes it durable.</param>
internal readonly record struct OffsetsAppend(long BaseOffset, CommitTicket Ticket);
