using System.Text;
using RestStream.Core;
using RestStream.Core.State;

namespace RestStream.Schemas.Tests.Registry;

/// <summary>A state topic in memory that survives its registries. Syncs can be held back, and refused.</summary>
internal sealed class MemoryTopic : IStateTopics, IStateTopic
{
    private readonly List<StateRecord> _records = [];
    private byte[]? _mark;
    private TaskCompletionSource<Error?>? _held;

    public Error? NextAppend { get; set; }

    public int MarkWrites { get; private set; }

    public IReadOnlyList<(string Key, string? Value)> Records => [.. _records.Select(one => (Encoding.UTF8.GetString(one.Key), one.Value is null ? null : Encoding.UTF8.GetString(one.Value)))];

    public IStateTopic Open(string name) => this;

    public void Add(string key, string? value) => _records.Add(new(Encoding.UTF8.GetBytes(key), value is null ? null : Encoding.UTF8.GetBytes(value)));

    /// <summary>What compaction leaves in the end: the last record of each key, and no tombstones.</summary>
    public void Compact()
    {
        var last = Records.Select((record, index) => (record.Key, index)).GroupBy(one => one.Key).ToDictionary(group => group.Key, group => group.Max(one => one.index));
        var kept = _records.Where((record, index) => last[Encoding.UTF8.GetString(record.Key)] == index && record.Value is not null).ToList();
        _records.Clear();
        _records.AddRange(kept);
    }

    /// <summary>From now on nothing is synced until the result is given.</summary>
    public TaskCompletionSource<Error?> HoldSyncs() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Read(StateRecordVisitor visit)
    {
        for (var i = 0; i < _records.Count; i++) visit(i, 1000 + i, _records[i].Key, _records[i].Value, _records[i].Value is not null);
    }

    public ValueTask<Error?> EnsureAsync(CancellationToken cancellationToken) => new(default(Error));

    public Error? Append(IReadOnlyList<StateRecord> records, long timestampMs, out Task<Error?> synced)
    {
        synced = _held?.Task ?? Task.FromResult<Error?>(null);
        if (NextAppend is { } refused)
        {
            NextAppend = null;
            return refused;
        }

        _records.AddRange(records);
        return null;
    }

    public byte[]? ReadMark() => _mark;

    public Error? WriteMark(ReadOnlySpan<byte> content)
    {
        MarkWrites++;
        _mark = content.ToArray();
        return null;
    }
}
