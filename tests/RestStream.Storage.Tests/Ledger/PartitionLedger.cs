using RestStream.Storage.Tests.Log;

namespace RestStream.Storage.Tests.Ledger;

/// <summary>What a client knows of a partition: what it sent, what was acknowledged, what it has read.</summary>
internal sealed class PartitionLedger
{
    private readonly SortedDictionary<long, long> _sent = [];
    private readonly List<(CommitWait Wait, long End)> _waiting = [];
    private long _acknowledgedEnd;
    private long _readEnd;
    private long _acknowledgedStart;
    private long _requestedStart;

    public long AcknowledgedEnd => _acknowledgedEnd;

    public void Sent(long offset, long number) => _sent[offset] = number;

    public void Waits(CommitWait wait, long end) => _waiting.Add((wait, end));

    public void StartRequested(long start) => _requestedStart = Math.Max(_requestedStart, start);

    public void StartAcknowledged(long start) => _acknowledgedStart = Math.Max(_acknowledgedStart, start);

    /// <summary>Takes note of the acknowledgements that have come.</summary>
    public void Collect()
    {
        foreach (var (wait, end) in _waiting)
            if (wait.IsAcknowledged) _acknowledgedEnd = Math.Max(_acknowledgedEnd, end);
        _waiting.RemoveAll(w => w.Wait.IsCompleted);
    }

    /// <summary>Compares what was read while the server runs; null when all is well.</summary>
    public string? WasRead(List<(long Offset, byte[] Value)> records)
    {
        if (records.Count > 0) _readEnd = Math.Max(_readEnd, records[^1].Offset + 1);
        return Compare(records);
    }

    /// <summary>Compares what a restarted server has; null when all is well. What is gone and was never promised is forgotten.</summary>
    public string? Recovered(long start, long end, List<(long Offset, byte[] Value)> records)
    {
        _waiting.Clear();
        if (end < _acknowledgedEnd) return $"the log ends at {end}, acknowledged up to {_acknowledgedEnd}";
        if (end < _readEnd) return $"the log ends at {end}, read up to {_readEnd}";
        if (start < _acknowledgedStart) return $"the log starts at {start}, deleted up to {_acknowledgedStart}";
        if (records.Count != end - start) return $"{records.Count} records from {start} to {end}";
        if (Compare(records) is { } difference) return difference;
        foreach (var offset in _sent.Keys.Where(o => o >= end).ToList()) _sent.Remove(offset);
        return null;
    }

    /// <summary>The start may lie where a request put it, or where retention did: never beyond what was asked for or the end.</summary>
    public long RequestedStart => _requestedStart;

    private string? Compare(List<(long Offset, byte[] Value)> records)
    {
        for (var i = 0; i < records.Count; i++)
        {
            if (i > 0 && records[i].Offset != records[i - 1].Offset + 1) return $"offset {records[i].Offset} comes after {records[i - 1].Offset}";
            if (!_sent.TryGetValue(records[i].Offset, out var number)) return $"offset {records[i].Offset} was never sent";
            if (Batches.NumberOf(records[i].Value) != number) return $"offset {records[i].Offset} holds {Batches.NumberOf(records[i].Value)}, sent was {number}";
        }

        return null;
    }
}
