using RestStream.Storage.Records;

namespace RestStream.Storage.Compaction;

/// <summary>
/// The last batch of records of each producer, as far as it was looked: it says how far the producer's sequence numbers are, so it stays even when all its records go. Of more producers than
/// <see cref="MaxProducers"/> nothing is known, and every batch of those stays. Not thread-safe.
/// </summary>
internal sealed class ProducerEnds
{
    private const int MaxProducers = 1_000_000;

    private readonly Dictionary<long, long> _lastOffsets = [];

    /// <summary>Takes note of a batch; markers of transactions have no sequence number.</summary>
    public void Note(in RecordBatchHeader header)
    {
        if (header.ProducerId < 0 || header.IsControl) return;
        if (_lastOffsets.Count == MaxProducers && !_lastOffsets.ContainsKey(header.ProducerId)) return;
        _lastOffsets[header.ProducerId] = Math.Max(header.LastOffset, _lastOffsets.GetValueOrDefault(header.ProducerId, -1));
    }

    /// <summary>True when no later batch of its producer is known; never of a batch without a producer.</summary>
    public bool IsLast(in RecordBatchHeader header) =>
        header.ProducerId >= 0 && (!_lastOffsets.TryGetValue(header.ProducerId, out var last) || header.LastOffset >= last);
}
