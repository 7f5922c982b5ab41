using System.Text.Json;

namespace RestStream.Server.Tests.Groups;

/// <summary>
/// What members of a group got and acknowledged, and the check of it: nothing skipped, offsets in order per partition and generation, no partition with two members in one generation, no
/// acknowledged offset lost. Thread-safe.
/// </summary>
internal sealed class GroupLedgerBook
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, HashSet<long>> _delivered = [];
    private readonly Dictionary<int, long> _acknowledged = [];
    private readonly Dictionary<(int Generation, int Partition), string> _owners = [];
    private readonly List<string> _faults = [];

    public int Deliveries { get; private set; }

    public int Acks { get; private set; }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock) return [.. _faults];
        }
    }

    /// <summary>What is acknowledged for good when a poll begins: nothing before it may be delivered by that poll.</summary>
    public Dictionary<int, long> Begin()
    {
        lock (_lock) return new(_acknowledged);
    }

    /// <summary>Takes up an answer; returns the offsets behind the last record of each partition, for the acknowledgement.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="acknowledged">What the poll acknowledged: it counts from now on.</param>
    /// <param name="before">What <see cref="Begin"/> gave.</param>
    public Dictionary<int, long> Take(JsonElement answer, Dictionary<int, long> acknowledged, Dictionary<int, long> before)
    {
        var next = new Dictionary<int, long>();
        lock (_lock)
        {
            var member = answer.GetProperty("member").GetString()!;
            var generation = answer.GetProperty("generation").GetInt32();
            foreach (var entry in answer.GetProperty("assignment").EnumerateArray()) Own(generation, entry.GetProperty("partition").GetInt32(), member);
            foreach (var (partition, offset) in acknowledged) _acknowledged[partition] = Math.Max(_acknowledged.GetValueOrDefault(partition), offset);
            Acks += acknowledged.Count;
            foreach (var record in answer.GetProperty("records").EnumerateArray()) Deliver(record, member, generation, before, next);
        }

        return next;
    }

    /// <summary>At the end, with everything acknowledged: what the log has and nobody got.</summary>
    public void Settle(int partition, long end)
    {
        lock (_lock)
        {
            var delivered = _delivered.GetValueOrDefault(partition) ?? [];
            var missing = Enumerable.Range(0, (int)end).Count(offset => !delivered.Contains(offset));
            if (missing > 0) _faults.Add($"partition {partition}: {missing} of {end} records were delivered to nobody");
        }
    }

    private void Own(int generation, int partition, string member)
    {
        if (_owners.TryAdd((generation, partition), member) || _owners[(generation, partition)] == member) return;
        _faults.Add($"partition {partition} has two members in generation {generation}: {_owners[(generation, partition)]} and {member}");
    }

    private void Deliver(JsonElement record, string member, int generation, Dictionary<int, long> before, Dictionary<int, long> next)
    {
        var partition = record.GetProperty("partition").GetInt32();
        var offset = record.GetProperty("offset").GetInt64();
        Deliveries++;
        if (!next.ContainsKey(partition)) Own(generation, partition, member);
        if (next.TryGetValue(partition, out var expected) && offset != expected) _faults.Add($"partition {partition}: {member} got offset {offset}, not {expected}");
        if (offset < before.GetValueOrDefault(partition)) _faults.Add($"partition {partition}: offset {offset} was delivered after {before[partition]} was acknowledged");
        if (!next.ContainsKey(partition) && offset > Reached(partition)) _faults.Add($"partition {partition}: {member} began at {offset}, and nobody got {Reached(partition)}");
        next[partition] = offset + 1;
        if (!_delivered.TryGetValue(partition, out var delivered)) _delivered[partition] = delivered = [];
        delivered.Add(offset);
    }

    // The first offset that was never delivered.
    private long Reached(int partition)
    {
        var delivered = _delivered.GetValueOrDefault(partition);
        var at = _acknowledged.GetValueOrDefault(partition);
        while (delivered?.Contains(at) is true) at++;
        return at;
    }
}
