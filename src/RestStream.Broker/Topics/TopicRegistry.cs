using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Files;

namespace RestStream.Broker.Topics;

/// <summary>
/// The topics in memory, and their changes. Look-ups take no lock; changes go one at a time, disk first, then memory. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim without a wait handle holds nothing, and late callers may still take it.")]
internal sealed partial class TopicRegistry(
    EngineOptions options, LogDirectory directory, TopicStore store, TimeProvider time, IStorageEvents events, Action<Exception> onFailure)
{
    // Topics that are gone and whose files are not yet: their deletion is tried again at the next change, and at the next start. Under the change lock.
    private readonly Dictionary<string, (TopicRecord Record, PartitionLog[] Logs)> _halfDeleted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _change = new(1);
    private volatile ImmutableSortedSet<string> _names = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
    private int _partitions;
    private long _version;
    private bool _isClosed;

    /// <summary>Called after <see cref="Version"/> was raised; true when a topic has got more partitions.</summary>
    public Action<bool>? Changed { get; set; }

    /// <summary>Raised, after the change can be seen, when a topic was made or deleted or has got more partitions.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Called with the name of a topic that is gone, under the change lock: before another one of the name can be made.</summary>
    public Action<string>? TopicDeleted { get; set; }

    /// <summary>The names of all topics now.</summary>
    public ImmutableSortedSet<string> Names => _names;

    public int TopicCount => _names.Count;

    public int PartitionCount => Volatile.Read(ref _partitions);

    public bool TryFind(string name, [NotNullWhen(true)] out Topic? topic) => _topics.TryGetValue(name, out topic);

    public PartitionLog? FindLog(string topic, int partition) => _topics.TryGetValue(topic, out var found) ? found.Log(partition) : null;

    public IReadOnlyList<TopicDescription> List(string? after, int limit, bool includeInternal)
    {
        var names = _names;
        var page = new List<TopicDescription>();
        for (var i = IndexAfter(names, after); i < names.Count && page.Count < limit; i++)
        {
            if (!includeInternal && TopicName.IsInternal(names[i])) continue;
            if (_topics.TryGetValue(names[i], out var topic)) page.Add(topic.Describe());
        }

        return page;
    }

    public IReadOnlyList<TopicHandle> Match(TopicPattern pattern, int limit)
    {
        var names = _names;
        var matches = new List<TopicHandle>();
        for (var i = IndexAfter(names, pattern.Prefix, includesIt: true); i < names.Count && matches.Count < limit; i++)
        {
            var name = names[i];
            if (!name.StartsWith(pattern.Prefix, StringComparison.Ordinal)) break;
            if (TopicName.IsInternal(name) || !pattern.Matches(name) || !_topics.TryGetValue(name, out var topic)) continue;
            if (!topic.State.Config.IsDeadLetter) matches.Add(topic.Handle());
        }

        return matches;
    }

    /// <summary>Opens the topics of the data directory, then starts it and finishes the deletions that a stop interrupted. Called once, before anything else.</summary>
    /// <exception cref="DataDirectoryException">The metadata or a log cannot be used.</exception>
    public void Open()
    {
        var (live, deleted) = store.Load();
        var logs = directory.OpenLogs([.. live.SelectMany(LogsOf), .. deleted.SelectMany(LogsOf).Where(log => LogExists(log.Partition))]);
        var byTopic = logs.ToLookup(log => log.TopicId);
        foreach (var record in live) Publish(record, [.. byTopic[record.Id].OrderBy(log => log.Partition.Partition)]);
        _names = _names.Union(live.Select(record => record.Name));
        directory.Start();
        foreach (var record in deleted) _halfDeleted[record.Name] = (record, [.. byTopic[record.Id]]);
        FinishDeletions();
    }

    /// <summary>Ends when no change is under way; from now on all are refused.</summary>
    public async Task CloseAsync()
    {
        await _change.WaitAsync().ConfigureAwait(false);
        _isClosed = true;
        _change.Release();
    }

    // A deletion that was interrupted has renamed some of the directories already.
    private bool LogExists(TopicPartition partition) => directory.Files.DirectoryExists(Path.Combine(options.Log.Path, partition.ToString()));

    private static IEnumerable<(TopicPartition Partition, Guid TopicId, LogConfig Config)> LogsOf(TopicRecord record)
    {
        var config = new TopicConfig(record.Config).Log;
        return Enumerable.Range(0, record.Partitions).Select(partition => (new TopicPartition(record.Name, partition), record.Id, config));
    }

    private Topic Publish(TopicRecord record, PartitionLog[] logs)
    {
        var topic = new Topic(record.Name, record.Id, record.CreatedMs, new TopicState(record.Version, new TopicConfig(record.Config), logs, record.Schemas));
        _topics[record.Name] = topic;
        Interlocked.Add(ref _partitions, logs.Length);
        return topic;
    }

    private static TopicRecord RecordOf(Topic topic)
    {
        var state = topic.State;
        return new TopicRecord(topic.Name, topic.Id, state.Version, state.Partitions.Length, topic.CreatedMs, state.Config.Overrides) { Schemas = state.Schemas };
    }

    private void RaiseVersion(bool hasMorePartitions = false)
    {
        Interlocked.Increment(ref _version);
        Changed?.Invoke(hasMorePartitions);
    }

    private static int IndexAfter(ImmutableSortedSet<string> names, string? after, bool includesIt = false)
    {
        if (after is null) return 0;
        var index = names.IndexOf(after);
        if (index < 0) return ~index;
        return includesIt ? index : index + 1;
    }
}
