namespace RestStream.Broker.Timing;

/// <summary>Something that is to happen when a time has passed: an entry of <see cref="Deadlines"/>, at most once at a time.</summary>
internal abstract class Deadline
{
    // Its place among the deadlines, under their lock.
    internal DeadlineSlot? Slot { get; set; }

    internal Deadline? Next { get; set; }

    internal Deadline? Previous { get; set; }

    /// <summary>The time has passed, and the entry was taken out. Called by the timer's thread, which holds no lock; others may add or remove the entry meanwhile.</summary>
    public abstract void Expire();
}
