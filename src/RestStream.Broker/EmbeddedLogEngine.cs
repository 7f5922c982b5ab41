using RestStream.Broker.Fetch;
using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Administration;
using RestStream.Broker.Groups.DeadLetters;
using RestStream.Broker.Groups.Sessions;
using RestStream.Broker.Produce;
using RestStream.Broker.State;
using RestStream.Broker.Timing;
using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Core.Produce;
using RestStream.Core.Schemas;
using RestStream.Core.State;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;

namespace RestStream.Broker;

/// <summary>The embedded engine: Core's contracts over a <see cref="LogDirectory"/>. Thread-safe. Disposal is the graceful stop: waiting fetches are answered,
/// everything is synced, the directory is marked clean.</summary>
public sealed class EmbeddedLogEngine : ILogEngine, IStateTopics, IAsyncDisposable
{
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogDirectory _directory;
    private readonly BrokerMetrics _metrics;
    private readonly TopicRegistry _topics;
    private readonly Producer _producer;
    private readonly FetchCoordinator _fetches;
    private readonly PartitionOffsets _offsets;
    private readonly OffsetsTopic _offsetsTopic;
    private readonly GroupAdministration _groups;
    private readonly ConsumerSessions _consumers;
    private readonly IStorageEvents _events;
    private Task _loading = Task.CompletedTask;
    private volatile bool _isRunning;
    private volatile bool _isStopping;
    private int _isDisposed;

    private EmbeddedLogEngine(EngineOptions options, LogDirectory directory, TimeProvider time, IStorageEvents events, IRecordGate? gate)
    {
        (_directory, _events) = (directory, events);
        var store = new TopicStore(directory.Files, options.Log.Path, events);
        _topics = new TopicRegistry(options, directory, store, time, events, Fail);
        _offsetsTopic = new OffsetsTopic(_topics, directory, options.Groups, time, events);
        Coordinator = new GroupCoordinator(
            options.Groups, _offsetsTopic, partition => _topics.FindLog(partition.Topic, partition.Partition) is not null, time, options.DeadlineGrain);
        _topics.TopicDeleted = Coordinator.OnTopicDeleted;
        _metrics = new BrokerMetrics(() => ParkedFetches, () => _topics.TopicCount, () => _topics.PartitionCount);
        _producer = new Producer(_topics, directory, options, time, events, _metrics, gate, new InvalidRecords(this, options.Sessions.MaxReasonBytes));
        _fetches = new FetchCoordinator(_topics, options, time, events, _metrics);
        _offsets = new PartitionOffsets(_topics);
        _groups = new GroupAdministration(Coordinator, this);
        _consumers = new ConsumerSessions(Sessions(options, time));
        _topics.Changed = OnTopicsChanged;
        _groups.Committed = _consumers.OnCommitted;
    }

    /// <summary>Opens the data directory, recovering it after an unclean stop, and starts the engine.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="time">The clock.</param>
    /// <param name="events">Who is told what storage does.</param>
    /// <param name="gate">Who checks the records of topics that ask for it; without one such topics take none.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message has all of them.</exception>
    /// <exception cref="DataDirectoryException">The directory, its metadata or a log cannot be used; nothing was lost.</exception>
    public static Task<EmbeddedLogEngine> OpenAsync(EngineOptions options, IFileSystem files, TimeProvider time, IStorageEvents events, IRecordGate? gate = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Violations() is { Count: > 0 } violations) throw new ArgumentException(string.Join(" ", violations), nameof(options));
        return Task.Run(() => OpenOnPoolAsync(options, files, time, events, gate));
    }

    /// <inheritdoc/>
    public EngineStatus Status
    {
        get
        {
            if (_failed.Task.IsCompleted || _directory.Failed.IsCompleted) return EngineStatus.Failed;
            if (_isStopping) return EngineStatus.Stopping;
            if (!_isRunning) return EngineStatus.Starting;
            return _directory.IsDiskFull ? EngineStatus.DiskFull : EngineStatus.Running;
        }
    }

    /// <inheritdoc/>
    public Task<Exception> Failed => _failed.Task;

    /// <inheritdoc/>
    public IConsumers Consumers => _consumers;

    /// <inheritdoc/>
    public IGroups Groups => _groups;

    /// <summary>Kafka's coordinator of consumer groups, for those who speak its protocol.</summary>
    public GroupCoordinator Coordinator { get; }

    /// <inheritdoc/>
    public int ParkedFetches => _fetches.Parked;

    /// <summary>How many topics there are, internal ones included.</summary>
    public int TopicCount => _topics.TopicCount;

    /// <summary>How many partitions all topics have together.</summary>
    public int PartitionCount => _topics.PartitionCount;

    /// <inheritdoc/>
    public void BeginStop()
    {
        _isStopping = true;
        Coordinator.BeginStop();
        _fetches.BeginStop();
    }

    /// <inheritdoc/>
    public ValueTask<ProduceResult> ProduceAsync(ProduceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request.Topic);
        ArgumentNullException.ThrowIfNull(request.Records);
        return ChangesRefused() is { } refused ? new(ProduceResult.Refused(refused)) : _producer.ProduceAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _fetches.FetchAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public Outcome<IReadOnlyList<PartitionOffset>> Locate(string topic, int? partition, Position position) => _offsets.Locate(topic, partition, position);

    /// <inheritdoc/>
    public ValueTask<Outcome<IReadOnlyList<PartitionOffset>>> DeleteRecordsAsync(
        string topic, IReadOnlyDictionary<int, long> beforeOffsets, CancellationToken cancellationToken) =>
        ChangesRefused() is { } refused ? new(refused) : _offsets.DeleteRecordsAsync(topic, beforeOffsets, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Outcome<TopicDescription>> CreateAsync(TopicSpec spec, bool validateOnly, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return ChangesRefused() is { } refused ? new(refused) : _topics.CreateAsync(spec, validateOnly, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Outcome<TopicDescription>> AlterAsync(
        string topic, TopicChange change, int? expectedVersion, bool validateOnly, CancellationToken cancellationToken) =>
        ChangesRefused() is { } refused ? new(refused) : _topics.AlterAsync(topic, change, expectedVersion, validateOnly, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Outcome<TopicDescription>> DeleteAsync(string topic, int? expectedVersion, CancellationToken cancellationToken) =>
        ChangesRefused() is { } refused ? new(refused) : _topics.DeleteAsync(topic, expectedVersion, cancellationToken);

    /// <inheritdoc/>
    public TopicDescription? Find(string topic) => _topics.TryFind(topic, out var found) ? found.Describe() : null;

    /// <inheritdoc/>
    public TopicHandle? Resolve(string topic) => _topics.TryFind(topic, out var found) ? found.Handle() : null;

    /// <inheritdoc/>
    public long Version => _topics.Version;

    /// <inheritdoc/>
    public IReadOnlyList<TopicHandle> Match(TopicPattern pattern, int limit)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return _topics.Match(pattern, limit);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TopicDescription> List(string? after, int limit, bool includeInternal) => _topics.List(after, limit, includeInternal);

    /// <inheritdoc/>
    IStateTopic IStateTopics.Open(string name) => TopicName.IsInternal(name)
        ? new StateTopic(name, _topics, _directory, _events, ChangesRefused)
        : throw new ArgumentException($"'{name}' is not the name of an internal topic.", nameof(name));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        BeginStop();
        await _loading.ConfigureAwait(false);
        await _topics.CloseAsync().ConfigureAwait(false);
        await _directory.DisposeAsync().ConfigureAwait(false);
        _consumers.Dispose();
        Coordinator.Dispose();
        _fetches.Dispose();
        _metrics.Dispose();
    }

    private static async Task<EmbeddedLogEngine> OpenOnPoolAsync(EngineOptions options, IFileSystem files, TimeProvider time, IStorageEvents events, IRecordGate? gate)
    {
        var engine = new EmbeddedLogEngine(options, LogDirectory.Open(options.Log, files, time, events), time, events, gate);
        try
        {
            engine._topics.Open();
            engine.LoadGroups(options.Log.Path);
            engine.WatchDirectory();
            engine._isRunning = true;
            return engine;
        }
        catch
        {
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private SessionContext Sessions(EngineOptions options, TimeProvider time) => new(
        Coordinator, this, this, new DeadLetterWriter(this, this, this, options.Sessions.MaxReasonBytes), new Deadlines(time, options.DeadlineGrain), options.Sessions,
        new SessionMetrics(() => _consumers.OpenSessions), time);

    private void OnTopicsChanged(bool hasMorePartitions)
    {
        _fetches.TopicsChanged(hasMorePartitions);
        _consumers.OnTopicsChanged();
    }

    // In the background: topics answer at once, groups when it is done.
    private void LoadGroups(string path) => _loading = Task.Run(async () =>
    {
        try
        {
            await Coordinator.LoadAsync(_offsetsTopic.Partitions, _topics.Names, error => _events.BackgroundFailed("load consumer offsets", error)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Groups that answer "not yet" for ever help nobody, and without their offsets they read everything again: the server stops and says why.
            Fail(new DataDirectoryException($"The consumer groups in {path} cannot be loaded: {e.Message}{(e is InvalidDataException ? CureOfGroups(path) : "")}", e));
        }
    });

    private string CureOfGroups(string path)
    {
        var file = Path.Combine(path, TopicStore.DirectoryName, $"{KafkaUuid.Format(Resolve(OffsetsTopic.Name)!.Id)}{TopicStore.LiveSuffix}");
        return $" Nothing was changed. Restore it from a backup; or, to give up all groups and their offsets, move {file} and the directories {OffsetsTopic.Name}-* away.";
    }

    private void Fail(Exception error)
    {
        if (_failed.TrySetResult(error)) _events.Failed(error);
    }

    private void WatchDirectory() => _directory.Failed.ContinueWith(
        static (failed, self) => ((EmbeddedLogEngine)self!)._failed.TrySetResult(failed.Result),
        this, CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private Error? ChangesRefused() => Status switch
    {
        EngineStatus.Failed => new(ErrorCode.KafkaStorageError, "The disk failed and the server is stopping; nothing was stored."),
        EngineStatus.Stopping or EngineStatus.Starting => new(ErrorCode.ShuttingDown, "The server is stopping; nothing was stored. Try again when it runs."),
        _ => null,
    };
}
