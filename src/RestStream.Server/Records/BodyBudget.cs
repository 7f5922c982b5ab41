using RestStream.Server.Errors;
using RestStream.Server.Hosting;

namespace RestStream.Server.Records;

/// <summary>The one bound on the bytes of request bodies and pages in memory: taken before a buffer is rented, given back with it. Thread-safe.</summary>
internal sealed class BodyBudget(LimitOptions limits)
{
    private long _inFlight;

    /// <summary>The bytes taken now.</summary>
    public long InFlightBytes => Volatile.Read(ref _inFlight);

    /// <summary>Takes bytes; false when the bound would be passed, then nothing is taken.</summary>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _inFlight, bytes) <= limits.MaxBodyBytesInFlight) return true;
        Interlocked.Add(ref _inFlight, -bytes);
        return false;
    }

    public void Give(int bytes) => Interlocked.Add(ref _inFlight, -bytes);

    public static Problem Exhausted() => new(HttpErrors.ServerBusy, "The server holds as many bytes of requests and answers as it may. Try again.");
}
