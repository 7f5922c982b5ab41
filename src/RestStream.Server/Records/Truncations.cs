using System.Collections.Concurrent;

namespace RestStream.Server.Records;

/// <summary>Where this process truncated partitions, so that a gap can say why. Bounded; what is forgotten is told as retention. Thread-safe.</summary>
internal sealed class Truncations
{
    private const int MaxEntries = 10_000;
    private readonly ConcurrentDictionary<(Guid Topic, int Partition), long> _starts = new();

    public void Note(Guid topic, int partition, long logStartOffset)
    {
        if (_starts.Count < MaxEntries || _starts.ContainsKey((topic, partition))) _starts[(topic, partition)] = logStartOffset;
    }

    /// <summary>Why a partition begins where it does.</summary>
    public string ReasonOf(Guid topic, int partition, long logStartOffset) =>
        _starts.TryGetValue((topic, partition), out var start) && start == logStartOffset ? GapReasons.Truncated : GapReasons.Retention;
}
