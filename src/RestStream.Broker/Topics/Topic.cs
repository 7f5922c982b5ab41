using RestStream.Core.Topics;
using RestStream.Storage;

namespace RestStream.Broker.Topics;

/// <summary>A topic that exists. Thread-safe: readers take <see cref="State"/> once and work with it.</summary>
internal sealed class Topic(string name, Guid id, long createdMs, TopicState state)
{
    private volatile TopicState _state = state;
    private volatile TopicHandle? _handle;
    private int _sticky;

    public string Name { get; } = name;

    public Guid Id { get; } = id;

    /// <summary>Epoch milliseconds.</summary>
    public long CreatedMs { get; } = createdMs;

    public bool IsInternal { get; } = TopicName.IsInternal(name);

    public TopicState State
    {
        get => _state;
        set => (_state, _handle) = (value, null);
    }

    /// <summary>The partition for the keyless records of one request; the next request gets the next one.</summary>
    public int NextSticky(int partitions) => (int)((uint)Interlocked.Increment(ref _sticky) % (uint)partitions);

    public PartitionLog? Log(int partition)
    {
        var logs = _state.Partitions;
        return (uint)partition < (uint)logs.Length ? logs[partition] : null;
    }

    public TopicHandle Handle()
    {
        var partitions = _state.Partitions.Length;
        if (_handle is { } handle && handle.PartitionCount == partitions) return handle;
        return _handle = new TopicHandle(Name, Id, partitions);
    }

    public TopicDescription Describe()
    {
        var state = _state;
        var partitions = new PartitionDescription[state.Partitions.Length];
        for (var i = 0; i < partitions.Length; i++)
        {
            var log = state.Partitions[i];
            partitions[i] = new PartitionDescription(i, log.LogStartOffset, log.HighWatermark, log.SizeBytes);
        }

        return new TopicDescription(Name, Id, state.Version, partitions, state.Config.InForce(), [.. state.Config.Overrides.Keys])
        {
            IsSynced = state.Config.Log.SyncsBeforeVisible,
            Schemas = state.Schemas,
        };
    }
}
