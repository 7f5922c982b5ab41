namespace RestStream.Core.Produce;

/// <summary>When a produce is answered.</summary>
public enum Acks
{
    /// <summary>At once; the answer has no offsets and a failure is not told.</summary>
    None = 0,

    /// <summary>When the records are written to the page cache; the commit loop syncs them next.</summary>
    Leader = 1,

    /// <summary>When the records are on disk, synced.</summary>
    All = -1,
}
