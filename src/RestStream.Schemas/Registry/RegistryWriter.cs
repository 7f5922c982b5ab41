using System.Diagnostics.CodeAnalysis;
using RestStream.Core;
using RestStream.Core.State;

namespace RestStream.Schemas.Registry;

/// <summary>
/// The one writer of <c>_schemas</c>. A change is decided on what was written last, appended, and answered when it is synced; only then readers see it. The next change does not wait for that sync,
/// so that many share one. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing, and late callers may still take it.")]
internal sealed class RegistryWriter(IStateTopic topic, TimeProvider time)
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _publishing = new();
    private volatile RegistrySnapshot _published = RegistrySnapshot.Empty;
    private RegistrySnapshot _head = RegistrySnapshot.Empty;
    private Task<Error?> _headSynced = Task.FromResult<Error?>(null);
    private IdMarks _marks = IdMarks.None;

    /// <summary>What is on disk.</summary>
    public RegistrySnapshot Published => _published;

    /// <summary>Begins with what was loaded. Called once, before anything else.</summary>
    public void Begin(RegistrySnapshot loaded, IdMarks marks) => (_head, _published, _marks) = (loaded, loaded, marks);

    /// <summary>Decides, writes, waits for the disk.</summary>
    /// <exception cref="RegistryException">The decision refuses, or the log does.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<RegistrySnapshot, Decision<T>> decide, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        Decision<T> decision = default;
        RegistryException? refusal = null;
        RegistrySnapshot head;
        Task<Error?> synced;
        try
        {
            decision = decide(_head);
            if (decision.Records.Count > 0) await AppendAsync(decision.Records, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException e)
        {
            refusal = e;
        }
        finally
        {
            (head, synced) = (_head, _headSynced);
            _turn.Release();
        }

        // Also a refusal, and an answer that changes nothing, is true only when what it rests on is on disk.
        var error = await synced.ConfigureAwait(false);
        if (error is null) Publish(head);
        if (refusal is not null) throw refusal;
        return error is null ? decision.Result : throw Refusals.Store(error);
    }

    private async ValueTask AppendAsync(IReadOnlyList<RegistryRecord> records, CancellationToken cancellationToken)
    {
        if (await topic.EnsureAsync(cancellationToken).ConfigureAwait(false) is { } absent) throw Refusals.Store(absent);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var builder = new SnapshotBuilder(_head);
        foreach (var record in records) builder.Apply(record is RegistryRecord.Version { Value: { } version } one ? one with { Value = version with { TimestampMs = now } } : record);
        var next = builder.Build();
        MarkIds(records, next);
        if (topic.Append([.. records.Select(RegistryRecordFormat.Write)], now, out var synced) is { } refused) throw Refusals.Store(refused);
        (_head, _headSynced) = (next, synced);
    }

    // Ids come from the records that are there. Before one goes that may be the last to have its id, the file says that the id was given.
    private void MarkIds(IReadOnlyList<RegistryRecord> records, RegistrySnapshot next)
    {
        foreach (var record in records.OfType<RegistryRecord.Version>())
        {
            if (_head.Version(record.Subject, record.Number)?.Schema is not { } schema || next.ById(schema.Context, schema.Id) is not null || _marks.Covers(schema.Context, schema.Id)) continue;
            var marks = IdMarks.Of(next);
            if (topic.WriteMark(marks.ToJson()) is { } error) throw Refusals.Store(error);
            _marks = marks;
            return;
        }
    }

    private void Publish(RegistrySnapshot snapshot)
    {
        lock (_publishing)
        {
            if (snapshot.Number > _published.Number) _published = snapshot;
        }
    }
}
