using RestStream.Core;
using RestStream.Core.Schemas;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;

namespace RestStream.Broker.Topics;

/// <summary>
/// Create, alter, delete. What a failing disk leaves: before the topic's file is written, directories without records that no topic names, which the next
/// attempt takes over; from then on the change. When it cannot be told which, the engine fails for good and the next start finds out.
/// </summary>
internal sealed partial class TopicRegistry
{
    public async ValueTask<Outcome<TopicDescription>> CreateAsync(TopicSpec spec, bool validateOnly, CancellationToken cancellationToken)
    {
        if (CheckName(spec.Name) is { } violation) return violation;
        return await CreateCheckedAsync(spec, validateOnly, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The engine's own topic, made when there is none.</summary>
    public async ValueTask<Error?> EnsureInternalAsync(TopicSpec spec, CancellationToken cancellationToken)
    {
        var made = await CreateCheckedAsync(spec, validateOnly: false, cancellationToken).ConfigureAwait(false);
        return made.Error is { } error && !(error.Code == ErrorCode.TopicAlreadyExists && _topics.ContainsKey(spec.Name)) ? error : null;
    }

    private async ValueTask<Outcome<TopicDescription>> CreateCheckedAsync(TopicSpec spec, bool validateOnly, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isClosed) return Closed;
            if (_topics.ContainsKey(spec.Name)) return new Error(ErrorCode.TopicAlreadyExists, $"There is a topic '{spec.Name}' already.");
            FinishDeletions();
            if (CheckRoom(spec) is { } refused) return refused;
            return validateOnly ? Preview(spec) : Create(spec);
        }
        finally
        {
            _change.Release();
        }
    }

    /// <summary>The topic, made with the defaults when there is none: both of two racing callers get it.</summary>
    public async ValueTask<Error?> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        var made = await CreateAsync(new TopicSpec(name, null, new Dictionary<string, string>()), validateOnly: false, cancellationToken).ConfigureAwait(false);
        return made.Error is { } error && !(error.Code == ErrorCode.TopicAlreadyExists && _topics.ContainsKey(name)) ? error : null;
    }

    public async ValueTask<Outcome<TopicDescription>> AlterAsync(
        string name, TopicChange change, int? expectedVersion, bool validateOnly, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (FindForChange(name, expectedVersion, out var topic) is { } refused) return refused;
            var config = Merged(topic!.State.Config, change.Config, out var violations);
            if (violations.Count > 0) return InvalidConfig(violations);
            var partitions = change.Partitions ?? topic.State.Partitions.Length;
            if (CheckIncrease(topic, partitions) is { } tooMany) return tooMany;
            var schemas = change.Schemas ?? topic.State.Schemas;
            if (CheckSchemas(topic, config, schemas) is { } deadLetters) return deadLetters;
            return validateOnly ? Preview(topic, config, partitions, schemas) : Alter(topic, config, partitions, schemas);
        }
        finally
        {
            _change.Release();
        }
    }

    public async ValueTask<Outcome<TopicDescription>> DeleteAsync(string name, int? expectedVersion, CancellationToken cancellationToken)
    {
        await _change.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return FindForChange(name, expectedVersion, out var topic) is { } refused ? refused : Delete(topic!);
        }
        finally
        {
            _change.Release();
        }
    }

    private Outcome<TopicDescription> Create(TopicSpec spec)
    {
        var partitions = spec.Partitions ?? options.DefaultPartitions;
        var overrides = new TopicConfig(spec.Config).Overrides;
        var record = new TopicRecord(spec.Name, KafkaUuid.Random(), 1, partitions, time.GetUtcNow().ToUnixTimeMilliseconds(), overrides);
        IReadOnlyList<PartitionLog> logs = [];
        try
        {
            logs = directory.CreateLogs([.. LogsOf(record)]);
            store.Save(record);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            return Undo(logs, e);
        }

        var topic = Publish(record, [.. logs]);
        _names = _names.Add(topic.Name);
        RaiseVersion();
        return topic.Describe();
    }

    private Outcome<TopicDescription> Alter(Topic topic, TopicConfig config, int partitions, TopicSchemas schemas)
    {
        var state = topic.State;
        if (partitions == state.Partitions.Length && schemas == state.Schemas && config.Overrides.SequenceEqual(state.Config.Overrides)) return topic.Describe();
        var record = RecordOf(topic) with { Version = state.Version + 1, Partitions = partitions, Config = config.Overrides, Schemas = schemas };
        IReadOnlyList<PartitionLog> added = [];
        try
        {
            if (partitions > state.Partitions.Length) added = directory.CreateLogs([.. LogsOf(record).Skip(state.Partitions.Length)]);
            store.Save(record);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            return Undo(added, e);
        }

        foreach (var log in state.Partitions) log.Configure(config.Log);
        topic.State = new TopicState(record.Version, config, [.. state.Partitions, .. added], schemas);
        Interlocked.Add(ref _partitions, added.Count);
        if (added.Count > 0) RaiseVersion(hasMorePartitions: true);
        return topic.Describe();
    }

    private Outcome<TopicDescription> Delete(Topic topic)
    {
        var description = topic.Describe();
        var record = RecordOf(topic);
        try
        {
            store.MarkDeleted(record);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            return Refused(e);
        }

        _topics.TryRemove(topic.Name, out _);
        _names = _names.Remove(topic.Name);
        RaiseVersion();
        Interlocked.Add(ref _partitions, -record.Partitions);
        TopicDeleted?.Invoke(topic.Name);
        _halfDeleted[topic.Name] = (record, topic.State.Partitions);
        FinishDeletions();
        return description;
    }

    private void FinishDeletions()
    {
        foreach (var (name, (record, logs)) in _halfDeleted.ToList())
        {
            try
            {
                directory.DeleteLogs([.. logs.Where(log => LogExists(log.Partition))]);
                directory.Files.SyncDirectory(options.Log.Path);
                store.Forget(record);
                _halfDeleted.Remove(name);
            }
            catch (Exception e) when (e is FileSystemException { Error: FileError.NoSpace } or DiskFullException)
            {
                // The topic is marked as deleted, durably: what is left of its files can wait.
                events.BackgroundFailed($"delete the files of topic '{name}'", e);
            }
            catch (IOException e)
            {
                onFailure(e);
            }
        }
    }

    private Error Undo(IReadOnlyCollection<PartitionLog> made, Exception cause)
    {
        if (cause is LogFailedException) return Refused(cause);
        try
        {
            if (made.Count > 0) directory.DeleteLogs(made);
        }
        catch (Exception e) when (e is FileSystemException { Error: FileError.NoSpace } or DiskFullException)
        {
            // Empty directories stay: the next topic of the name takes them over.
            events.BackgroundFailed("undo the making of logs", e);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            onFailure(e);
        }

        return Refused(cause);
    }

    private Error Refused(Exception cause)
    {
        if (cause is LogFailedException)
        {
            onFailure(cause);
            return new Error(ErrorCode.OutcomeUnknown, "The disk failed: the change may or may not have been made. The server stops; ask again after its restart.");
        }

        if (cause is DataDirectoryException)
        {
            return new Error(
                ErrorCode.TopicAlreadyExists,
                $"Nothing was changed: {cause.Message} Its topic's file is missing: restore that in '{TopicStore.DirectoryName}' and restart, or move the directory away.");
        }

        var isFull = cause is DiskFullException or FileSystemException { Error: FileError.NoSpace };
        events.BackgroundFailed("change a topic", cause);
        return isFull
            ? new Error(ErrorCode.DiskFull, "The disk is full; nothing was changed. Free some space and try again.")
            : new Error(ErrorCode.KafkaStorageError, "The disk refused the change; nothing was changed. The server's log has the reason.");
    }

    private static bool IsStorageFailure(Exception e) => e is IOException or LogClosedException;

    private Outcome<TopicDescription> Preview(TopicSpec spec)
    {
        var config = new TopicConfig(spec.Config);
        return Preview(spec.Name, Guid.Empty, 0, config, [], spec.Partitions ?? options.DefaultPartitions, TopicSchemas.None);
    }

    private static Outcome<TopicDescription> Preview(Topic topic, TopicConfig config, int partitions, TopicSchemas schemas) =>
        Preview(topic.Name, topic.Id, topic.State.Version, config, topic.Describe().Partitions, partitions, schemas);

    private static Outcome<TopicDescription> Preview(
        string name, Guid id, int version, TopicConfig config, IReadOnlyList<PartitionDescription> existing, int partitions, TopicSchemas schemas)
    {
        var added = Enumerable.Range(existing.Count, partitions - existing.Count).Select(partition => new PartitionDescription(partition, 0, 0, 0));
        return new TopicDescription(name, id, version, [.. existing, .. added], config.InForce(), [.. config.Overrides.Keys])
        {
            IsSynced = config.Log.SyncsBeforeVisible,
            Schemas = schemas,
        };
    }
}
