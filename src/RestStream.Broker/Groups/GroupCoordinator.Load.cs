using RestStream.Broker.Timing;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

public sealed partial class GroupCoordinator
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _deletedWhileLoading = new(StringComparer.Ordinal);
    private CleanupDeadline? _cleanup;

    /// <summary>Ends when groups answer; cancelled when the engine stopped before.</summary>
    internal Task Loaded => _loaded.Task;

    /// <summary>Loads what is in the log, and answers from then on. A partition that cannot be read is tried again every second.</summary>
    /// <param name="partitions">The internal topic.</param>
    /// <param name="topics">The topics that there are: offsets of others were left by a stop in the middle of a deletion.</param>
    /// <param name="failed">Told when a read fails.</param>
    /// <exception cref="Exception">What is in the log cannot be taken in; <see cref="Loaded"/> fails with it too.</exception>
    internal async Task LoadAsync(IReadOnlyList<PartitionLog> partitions, IReadOnlySet<string> topics, Action<Exception> failed)
    {
        try
        {
            foreach (var log in partitions)
            {
                while (!TryLoad(log, failed)) await Task.Delay(TimeSpan.FromSeconds(1), _context.Time, _stopped.Token).ConfigureAwait(false);
                _stopped.Token.ThrowIfCancellationRequested();
            }

            FinishLoad(topics);
        }
        catch (OperationCanceledException e)
        {
            _loaded.TrySetCanceled(e.CancellationToken);
            return;
        }
        catch (Exception e)
        {
            _loaded.TrySetException(e);
            throw;
        }

        _cleanup = new CleanupDeadline(this);
        _deadlines.Add(_cleanup, _context.Options.OffsetsRetentionCheckInterval);
        _loaded.TrySetResult();
    }

    /// <summary>A topic is gone: so are its offsets, in all groups. They are gone from memory whatever the disk says; a stop before the tombstones are on disk is mended by
    /// the next load.</summary>
    internal void OnTopicDeleted(string topic)
    {
        lock (_deletedWhileLoading)
        {
            if (!_isLoaded)
            {
                _deletedWhileLoading.Add(topic);
                return;
            }
        }

        foreach (var id in _groups.Keys)
        {
            using var scope = Enter(id);
            scope.Group?.DropOffsets(partition => partition.Topic == topic);
        }
    }

    private bool TryLoad(PartitionLog log, Action<Exception> failed)
    {
        try
        {
            new OffsetsLoader(GetOrAdd).Load(log);
            return true;
        }
        catch (IOException e)
        {
            failed(e);
            return false;
        }
    }

    private void FinishLoad(IReadOnlySet<string> topics)
    {
        lock (_deletedWhileLoading)
        {
            foreach (var group in _groups.Values) FinishLoad(group, topics);
            _isLoaded = true;
        }
    }

    private void FinishLoad(Group group, IReadOnlySet<string> topics)
    {
        using var scope = group.Enter();
        group.FinishLoad();
        group.DropOffsets(partition => !topics.Contains(partition.Topic) || _deletedWhileLoading.Contains(partition.Topic));
    }

    /// <summary>Deletes offsets that are too old, and groups that have neither members nor offsets.</summary>
    internal async Task CleanUpAsync()
    {
        foreach (var id in _groups.Keys)
        {
            if (_isStopping) return;
            if (BeginCleanUp(id, out var group) is { } write) await FinishAsync(group!, write).ConfigureAwait(false);
        }
    }

    private OffsetsWrite? BeginCleanUp(string groupId, out Group? group)
    {
        using var scope = Enter(groupId);
        group = scope.Group;
        if (group is null) return null;
        var expired = group.ExpiredOffsets();
        if (group.State == GroupState.Empty && expired.Count == group.OffsetPartitions.Count && group.HasNobody)
        {
            // What the disk does not take now is tried again at the next check.
            TryDelete(group);
            return null;
        }

        TryAppend(group, Tombstones(expired.Concat(group.OwedTombstones)), out var write);
        if (write is not null) GroupMetrics.OffsetsExpired.Add(expired.Count);
        return write;
    }

    private static ErrorCode TryDelete(Group group)
    {
        try
        {
            group.Delete();
            return ErrorCode.None;
        }
        catch (Exception e) when (GroupErrors.IsStorageFailure(e))
        {
            return GroupErrors.Of(e);
        }
    }

    private async Task RunCleanUpAsync()
    {
        await CleanUpAsync().ConfigureAwait(false);
        if (!_isStopping) _deadlines.Add(_cleanup!, _context.Options.OffsetsRetentionCheckInterval);
    }

    private sealed class CleanupDeadline(GroupCoordinator coordinator) : Deadline
    {
        public override void Expire() => _ = Task.Run(coordinator.RunCleanUpAsync);
    }
}
