using System.Runtime.InteropServices;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>How far the group is.</summary>
internal sealed partial class Group
{
    private readonly Dictionary<TopicPartition, OffsetEntry> _offsets = [];

    // Deleted in memory, and the disk did not take the tombstone.
    private readonly HashSet<TopicPartition> _owedTombstones = [];

    public ErrorCode CheckCommit(OffsetCommitRequest request)
    {
        if (request.Generation < 0 && State == GroupState.Empty) return ErrorCode.None;
        if (request.Generation < 0 && request.MemberId.Length == 0 && request.InstanceId is null) return ErrorCode.UnknownMemberId;
        var error = Validate(request.MemberId, request.InstanceId);
        if (error != ErrorCode.None) return error;
        if (request.Generation != Generation) return ErrorCode.IllegalGeneration;
        // It has joined and not yet its assignment: what it owned before may be another's now.
        if (State == GroupState.CompletingRebalance) return ErrorCode.RebalanceInProgress;
        RestartSession(_members[request.MemberId]);
        return ErrorCode.None;
    }

    /// <summary>Appends; the changes take effect by <see cref="Apply"/> when they are synced.</summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    /// <exception cref="LogClosedException">Nothing was changed.</exception>
    public OffsetsWrite Append(IReadOnlyList<KeyValuePair<TopicPartition, CommittedOffset?>> changes)
    {
        var records = new OffsetsRecord[changes.Count];
        for (var i = 0; i < records.Length; i++) records[i] = OffsetsRecords.Of(Id, changes[i].Key, changes[i].Value);
        var write = new OffsetsWrite(changes, _context.Log.Append(Id, records));
        foreach (var (partition, _) in changes) _owedTombstones.Remove(partition);
        foreach (var (partition, _) in changes) (CollectionsMarshal.GetValueRefOrAddDefault(_offsets, partition, out _) ??= new OffsetEntry()).Pending++;
        return write;
    }

    /// <summary>What was appended is on disk, or with <paramref name="isDurable"/> false may not be. Writes end in any order: the newest of the log counts.</summary>
    public void Apply(OffsetsWrite write, bool isDurable)
    {
        var at = write.Append.BaseOffset;
        foreach (var (partition, value) in write.Changes)
        {
            if (!_offsets.TryGetValue(partition, out var entry)) continue;
            if (isDurable && at > entry.AppliedAt) (entry.Value, entry.AppliedAt) = (value, at);
            at++;
            if (--entry.Pending == 0 && entry.Value is null) _offsets.Remove(partition);
        }
    }

    public IReadOnlyDictionary<TopicPartition, CommittedOffset> FetchOffsets(IReadOnlyCollection<TopicPartition>? partitions)
    {
        var found = new Dictionary<TopicPartition, CommittedOffset>();
        foreach (var partition in partitions ?? _offsets.Keys)
        {
            if (_offsets.TryGetValue(partition, out var entry) && entry.Value is { } offset) found[partition] = offset;
        }

        return found;
    }

    /// <summary>The partitions with an offset, on disk or on its way.</summary>
    public IReadOnlyCollection<TopicPartition> OffsetPartitions => _offsets.Keys;

    public bool HasOffset(TopicPartition partition) => _offsets.ContainsKey(partition);

    /// <summary>With members, offsets can be deleted only where it is known what those read.</summary>
    public bool MayDeleteOffsets => State == GroupState.Empty || ProtocolType == ConsumerProtocol.ProtocolType;

    /// <summary>A member reads the topic, or may: a subscription that cannot be read stands for all.</summary>
    public bool IsSubscribedTo(string topic) => _members.Count > 0 && (SubscribedTopics?.Contains(topic) ?? ProtocolType == ConsumerProtocol.ProtocolType);

    /// <summary>The partitions whose tombstone the disk did not take when they were deleted.</summary>
    public IReadOnlyCollection<TopicPartition> OwedTombstones => _owedTombstones;

    /// <summary>The partitions whose offset is too old by now.</summary>
    public List<TopicPartition> ExpiredOffsets()
    {
        if (State != GroupState.Empty && (State != GroupState.Stable || SubscribedTopics is null)) return [];
        // A group that had members keeps all offsets until it has been Empty for so long; one that never had any, or has some, each from its commit.
        long? since = State == GroupState.Empty && ProtocolType is not null ? StateTimestamp : null;
        var oldest = NowMs - (long)_context.Options.OffsetsRetention.TotalMilliseconds;
        var topics = SubscribedTopics;
        return [.. _offsets.Where(offset => IsExpired(offset.Value, since, oldest) && topics?.Contains(offset.Key.Topic) is not true).Select(offset => offset.Key)];
    }

    /// <summary>Deletes offsets at once, in memory whatever the disk says; what it does not take is written at the next check.</summary>
    public void DropOffsets(Func<TopicPartition, bool> which)
    {
        var dropped = _offsets.Keys.Where(which).Select(partition => KeyValuePair.Create(partition, (CommittedOffset?)null)).ToList();
        if (dropped.Count == 0) return;
        try
        {
            Apply(Append(dropped), isDurable: true);
        }
        catch (Exception e) when (GroupErrors.IsStorageFailure(e))
        {
            foreach (var (partition, _) in dropped)
            {
                _offsets.Remove(partition);
                _owedTombstones.Add(partition);
            }
        }
    }

    private static bool IsExpired(OffsetEntry entry, long? since, long oldest) =>
        entry.Pending == 0 && entry.Value is { } offset && (since ?? offset.CommitTimestamp) <= oldest;

    /// <summary>What the members of a consumer group subscribe to; null when it cannot be told.</summary>
    private HashSet<string>? SubscribedTopics
    {
        get
        {
            if (ProtocolType != ConsumerProtocol.ProtocolType) return null;
            var topics = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in _members.Values)
            {
                if (ProtocolName is null || !ConsumerProtocolSubscription.TryRead(member.MetadataFor(ProtocolName).Span, out var subscription)) return null;
                topics.UnionWith(subscription.Topics);
            }

            return topics;
        }
    }
}
