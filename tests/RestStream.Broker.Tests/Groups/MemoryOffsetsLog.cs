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

    /// <summary>Every append fails so.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How many appends came, failed ones too.</summary>
    public int Appends { get; private set; }

    public ErrorCode Ensured { get; set; }

    /// <summary>The topic is not there before this ends; null when it is.</summary>
    public Task? Making { get; set; }

    /// <summary>How many wait for that.</summary>
    public int WaitingForTopic { get; private set; }

    public int WaitingSyncs => _waiting.Count;

    public async ValueTask<ErrorCode> EnsureAsync(CancellationToken cancellationToken)
    {
        if (Making is not { } making) return Ensured;
        WaitingForTopic++;
        await making;
        WaitingForTopic--;
        return Ensured;
    }

    public OffsetsAppend Append(string groupId, IReadOnlyList<OffsetsRecord> records)
    {
        Appends++;
        if ((NextFailure ?? Failure) is { } failure)
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
