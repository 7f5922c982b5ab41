namespace RestStream.Storage;

/// <summary>Someone who waits for a log to move: a parked fetch.</summary>
public interface ILogWaiter
{
    /// <summary>The high watermark or the log start offset moved, or the log was closed. Called by the commit loop or another of storage's threads, holding no
    /// lock of the append path; must return at once (hand over to the thread pool).</summary>
    void Signal();
}
