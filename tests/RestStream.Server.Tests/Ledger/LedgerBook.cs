namespace RestStream.Server.Tests.Ledger;

/// <summary>
/// What must be in a topic, by all that was sent and acknowledged, and the check that it is: nothing acknowledged lost, nothing twice, nothing never sent, offsets
/// without a gap, the order of each producer kept per partition, each request's records for a partition stored together or not at all (of an upload that is streamed, its beginning).
/// </summary>
internal sealed class LedgerBook(int partitions)
{
    private readonly Dictionary<(int Producer, int Number), Attempt> _attempts = [];
    private readonly List<StoredRecord>[] _stored = [.. Enumerable.Range(0, partitions).Select(_ => new List<StoredRecord>())];

    /// <summary>The records found so far.</summary>
    public int Stored => _stored.Sum(records => records.Count);

    public int Acknowledged { get; private set; }

    /// <summary>Where the check of a partition goes on.</summary>
    public long NextOffset(int partition) => _stored[partition].Count;

    /// <summary>Takes up what was sent since the last check.</summary>
    public void Add(IEnumerable<Attempt> attempts)
    {
        foreach (Attempt attempt in attempts) _attempts.Add((attempt.Producer, attempt.Number), attempt);
    }

    /// <summary>Takes up records read back from <see cref="NextOffset"/> on, in order; returns what is wrong with them.</summary>
    public IEnumerable<string> See(int partition, IEnumerable<StoredRecord> records)
    {
        var last = new Dictionary<int, (int Number, int Index)>();
        foreach (StoredRecord record in records)
        {
            string? wrong = SeeOne(partition, record, last);
            if (wrong is not null) yield return $"partition {partition}: {record} {wrong}";
        }
    }

    /// <summary>What acknowledged requests lack, and what was stored in part; then forgets the requests: the next check is about later ones.</summary>
    /// <param name="counts">Whether an acknowledgement binds.</param>
    public List<string> Settle(Func<Attempt, bool> counts)
    {
        var wrong = new List<string>();
        foreach (Attempt attempt in _attempts.Values)
        {
            bool isBinding = attempt.AcknowledgedAt != 0 && counts(attempt);
            if (isBinding) Acknowledged += attempt.Partitions.Length;
            wrong.AddRange(Missing(attempt, isBinding));
        }

        _attempts.Clear();
        return wrong;
    }

    /// <summary>What differs between records read at some time and those found by the checks.</summary>
    public IEnumerable<string> Compare(int partition, IEnumerable<StoredRecord> records)
    {
        List<StoredRecord> stored = _stored[partition];
        foreach (StoredRecord record in records)
        {
            if (record.Offset >= stored.Count) yield return $"partition {partition}: {record} was read and has vanished";
            else if (stored[(int)record.Offset] != record) yield return $"partition {partition}: {record} was read and is now {stored[(int)record.Offset]}";
        }
    }

    private string? SeeOne(int partition, StoredRecord record, Dictionary<int, (int Number, int Index)> last)
    {
        List<StoredRecord> stored = _stored[partition];
        if (record.Offset != stored.Count) return $"should have offset {stored.Count}";
        stored.Add(record);
        if (!_attempts.TryGetValue((record.Producer, record.Number), out Attempt? attempt)) return "was not sent since the last check";
        bool isInOrder = !last.TryGetValue(record.Producer, out (int, int) before) || before.CompareTo((record.Number, record.Index)) < 0;
        last[record.Producer] = (record.Number, record.Index);
        return attempt.See(record.Index, partition, record.Offset) ?? (isInOrder ? null : "is out of order");
    }

    private static IEnumerable<string> Missing(Attempt attempt, bool isBinding)
    {
        int[] sentTo = attempt.Partitions.ToArray();
        foreach (IGrouping<int, int> indexes in Enumerable.Range(0, sentTo.Length).GroupBy(index => sentTo[index]))
        {
            int seen = indexes.Count(attempt.IsSeen), sent = indexes.Count();
            if (isBinding && seen < sent) yield return $"partition {indexes.Key}: {sent - seen} acknowledged records of {attempt} are lost";
            else if (seen > 0 && seen < sent && !(attempt.IsStreamed && indexes.Take(seen).All(attempt.IsSeen))) yield return $"partition {indexes.Key}: {attempt} is stored in part";
        }
    }
}
