using RestStream.Server.Hosting;

namespace RestStream.Server.Records;

/// <summary>How many streams are open, and whether one more may be. Thread-safe.</summary>
internal sealed class StreamSlots(LimitOptions limits)
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= limits.MaxStreams) return true;
        Interlocked.Decrement(ref _open);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);
}
