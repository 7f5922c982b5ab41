using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Tests.Groups;

/// <summary>A log in memory whose syncs end when the test says so.</summary>
internal sealed class MemoryOffsetsLog : IOffsetsLog
{
    private readonly List<(long Number, TaskCompletionSource Source)> _waiting = [];
    private long _synced;

    /// <summary>What was appended, with the group whose record it is.</summary>
    public List<(string Group, OffsetsRecord Record)> Records { get; } = [];

    /// <summary>Syncs wait for <see cref="Sync"/>.</summary>
    public bool HoldsSyncs { get; set; }

    /// <summary>The next append fails so.</summary>
    public Exception? NextFailure { get; set; }

    public ErrorCode Ensured { get; set; }

    public int WaitingSyncs => _waiting.Count;

    public ValueTask<ErrorCode> EnsureAsync(CancellationToken cancellationToken) => new(Ensured);

    public OffsetsAppend Append(string groupId, IReadOnlyList<OffsetsRecord> records)
    {
        if (NextFailure is { } failure)
        {
            NextFailure = null;
            throw failure;
        }

        var at = Records.Count;
        Records.AddRange(records.Select(record => (groupId, record)));
        return new OffsetsAppend(at, new CommitTicket(Records.Count));
    }

    public ValueTask WaitForSyncAsync(CommitTicket ticket)
    {
        if (!HoldsSyncs || ticket.Number <= _synced) return ValueTask.CompletedTask;
        var source = new TaskCompletionSource();
        _waiting.Add((ticket.Number, source));
        return new ValueTask(source.Task);
    }

    /// <summary>Syncs all that was appended; whoever waits goes on before it returns.</summary>
    public void Sync(Exception? failure = null)
    {
        if (failure is null) _synced = Records.Count;
        var waiting = _waiting.ToList();
        _waiting.Clear();
        foreach (var (_, source) in waiting)
        {
            if (failure is null) source.SetResult();
            else source.SetException(failure);
        }
    }
}
