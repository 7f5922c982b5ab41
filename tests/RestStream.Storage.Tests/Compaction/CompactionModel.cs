using System.Globalization;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>What a client of a compacted partition knows: what it sent where and when, and up to where that was acknowledged.</summary>
internal sealed class CompactionModel
{
    private readonly SortedDictionary<long, (Keyed Record, long SentMs)> _sent = [];

    public long AcknowledgedEnd { get; set; }

    public void Sent(long offset, Keyed record, long nowMs) => _sent[offset] = (record, nowMs);

    /// <summary>What never was acknowledged and is gone may be sent again at the same offset.</summary>
    public void Forget(long from)
    {
        foreach (var offset in _sent.Keys.Where(o => o >= from).ToList()) _sent.Remove(offset);
    }

    /// <summary>What the log does not begin with was lost before it was acknowledged.</summary>
    public void ForgetBelow(long start)
    {
        foreach (var offset in _sent.Keys.Where(o => o < start).ToList()) _sent.Remove(offset);
    }

    /// <summary>Compares a log with what was sent; null when all is well.</summary>
    /// <param name="records">All that a reader gets.</param>
    /// <param name="end">The log's end.</param>
    /// <param name="cleanedTo">Below it each key may be there once.</param>
    /// <param name="deleteRetentionMs">The time for which tombstones stay at least.</param>
    /// <param name="nowMs">The time.</param>
    public string? Compare(List<(long Offset, long Timestamp, Keyed Record)> records, long end, long cleanedTo, long deleteRetentionMs, long nowMs)
    {
        if (end < AcknowledgedEnd) return Text($"the log ends at {end}, acknowledged up to {AcknowledgedEnd}");
        var last = -1L;
        foreach (var (offset, timestamp, record) in records)
        {
            if (offset <= last) return Text($"offset {offset} comes after {last}");
            last = offset;
            if (!_sent.TryGetValue(offset, out var sent)) return Text($"offset {offset} was never sent");
            if (sent.Record != record || sent.SentMs != timestamp) return Text($"offset {offset} holds {record} of {timestamp}, sent was {sent}");
        }

        return CompareKeys(records, end, deleteRetentionMs, nowMs) ?? FindTwice(records, cleanedTo);
    }

    private string? CompareKeys(List<(long Offset, long Timestamp, Keyed Record)> records, long end, long deleteRetentionMs, long nowMs)
    {
        var present = records.GroupBy(r => r.Record.Key).ToDictionary(g => g.Key!, g => g.Last().Offset);
        foreach (var key in _sent.Where(s => s.Key < end).GroupBy(s => s.Value.Record.Key))
        {
            var (offset, (record, sentMs)) = key.Last();
            var there = present.GetValueOrDefault(record.Key!, -1);
            if (there == offset) continue;
            if (record.Value is not null) return Text($"the last of {record.Key} is {offset}, there is {there}");
            if (there >= 0) return Text($"{record.Key} was deleted at {offset}, and {there} is back");
            if (nowMs < sentMs + deleteRetentionMs) return Text($"the tombstone of {record.Key} at {offset} went too early");
        }

        return null;
    }

    private static string? FindTwice(List<(long Offset, long Timestamp, Keyed Record)> records, long cleanedTo)
    {
        var twice = records.Where(r => r.Offset < cleanedTo).GroupBy(r => r.Record.Key).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? null : Text($"{twice.Key} is there {twice.Count()} times below {cleanedTo}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
