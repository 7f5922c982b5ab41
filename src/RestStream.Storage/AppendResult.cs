namespace RestStream.Storage;

/// <summary>What an append did.</summary>
/// <param name="BaseOffset">The offset of its first record.</param>
/// <param name="Ticket">The sync that makes it durable and visible; number 0 when it is acknowledged when written (see <see cref="LogConfig.SyncsBeforeVisible"/>).</param>
/// <param name="MustWait">True when too much is unsynced: wait for <paramref name="Ticket"/> even with acks=1.</param>
public readonly record struct AppendResult(long BaseOffset, CommitTicket Ticket, bool MustWait);
