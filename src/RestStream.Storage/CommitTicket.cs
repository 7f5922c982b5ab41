namespace RestStream.Storage;

/// <summary>Which sync makes an append durable: a later ticket covers every earlier one of the same data directory.</summary>
/// <param name="Number">Ascending; 0 needs no wait.</param>
public readonly record struct CommitTicket(long Number)
{
    /// <summary>The later of two.</summary>
    public static CommitTicket Max(CommitTicket a, CommitTicket b) => a.Number >= b.Number ? a : b;
}
