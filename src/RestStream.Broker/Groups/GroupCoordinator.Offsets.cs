using System.Text;
using RestStream.Core;
using RestStream.Core.Topics;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

public sealed partial class GroupCoordinator
{
    /// <summary>Keeps offsets for a group. Answered when they are on disk; many commits share one sync. A member's commit also counts as a sign of life.</summary>
    /// <returns>Per offset none, <see cref="ErrorCode.UnknownTopicOrPartition"/>, <see cref="ErrorCode.OffsetMetadataTooLarge"/> or <see cref="ErrorCode.InvalidRequest"/> (a
    /// negative offset); or for all <see cref="ErrorCode.UnknownMemberId"/>, <see cref="ErrorCode.IllegalGeneration"/>, <see cref="ErrorCode.FencedInstanceId"/>,
    /// <see cref="ErrorCode.RebalanceInProgress"/> (the generation has no assignment yet), <see cref="ErrorCode.InvalidGroupId"/>, <see cref="ErrorCode.InvalidRequest"/> (too many),
    /// <see cref="ErrorCode.PolicyViolation"/> (too many groups), or a storage error; then what was committed before still holds.</returns>
    public async ValueTask<OffsetCommitResult> CommitAsync(OffsetCommitRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var error = CheckGroup(request.GroupId);
        if (error == ErrorCode.None && request.Offsets.Count > _context.Options.MaxOffsetsPerCommit) error = ErrorCode.InvalidRequest;
        if (error == ErrorCode.None) error = await _context.Log.EnsureAsync(CancellationToken.None).ConfigureAwait(false);
        if (error != ErrorCode.None) return OffsetCommitResult.Refused(error);
        Group group;
        OffsetsWrite? write;
        ErrorCode[] errors;
        using (var scope = Enter(request.GroupId, makes: request.Generation < 0))
        {
            if (scope.Group is null) return OffsetCommitResult.Refused(request.Generation < 0 ? ErrorCode.PolicyViolation : ErrorCode.IllegalGeneration);
            group = scope.Group;
            error = group.CheckCommit(request);
            if (error != ErrorCode.None) return OffsetCommitResult.Refused(error);
            var changes = Changes(request, out errors);
            error = TryAppend(group, changes, out write);
        }

        if (error == ErrorCode.None && write is not null) error = await FinishAsync(group, write).ConfigureAwait(false);
        if (error != ErrorCode.None) return OffsetCommitResult.Refused(error);
        GroupMetrics.OffsetsCommitted.Add(write?.Changes.Count ?? 0);
        return new OffsetCommitResult(ErrorCode.None, errors);
    }

    /// <summary>The committed offsets of a group: of these partitions, or of all (null). A group that is not there has none.</summary>
    public OffsetFetchResult FetchOffsets(string groupId, IReadOnlyCollection<TopicPartition>? partitions)
    {
        var error = CheckGroup(groupId);
        if (error != ErrorCode.None) return new OffsetFetchResult(error, OffsetFetchResult.NoOffsets);
        using var scope = Enter(groupId);
        return new OffsetFetchResult(ErrorCode.None, scope.Group?.FetchOffsets(partitions) ?? OffsetFetchResult.NoOffsets);
    }

    /// <summary>Deletes committed offsets: of a group that is Empty, or of topics that no member of a <c>consumer</c> group subscribes to.</summary>
    /// <returns>Per partition none or <see cref="ErrorCode.GroupSubscribedToTopic"/>; or for all <see cref="ErrorCode.GroupIdNotFound"/>, <see cref="ErrorCode.NonEmptyGroup"/>
    /// (members of another kind), <see cref="ErrorCode.InvalidGroupId"/>, or a storage error.</returns>
    public async ValueTask<OffsetDeleteResult> DeleteOffsetsAsync(string groupId, IReadOnlyList<TopicPartition> partitions)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        var error = CheckGroup(groupId);
        if (error != ErrorCode.None) return new OffsetDeleteResult(error, []);
        Group group;
        OffsetsWrite? write;
        ErrorCode[] errors;
        using (var scope = Enter(groupId))
        {
            if (scope.Group is null) return new OffsetDeleteResult(ErrorCode.GroupIdNotFound, []);
            group = scope.Group;
            if (!group.MayDeleteOffsets) return new OffsetDeleteResult(ErrorCode.NonEmptyGroup, []);
            errors = [.. partitions.Select(partition => group.IsSubscribedTo(partition.Topic) ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None)];
            var deleted = partitions.Where(partition => group.HasOffset(partition) && !group.IsSubscribedTo(partition.Topic)).Distinct();
            error = TryAppend(group, Tombstones(deleted), out write);
        }

        if (error == ErrorCode.None && write is not null) error = await FinishAsync(group, write).ConfigureAwait(false);
        return error == ErrorCode.None ? new OffsetDeleteResult(ErrorCode.None, errors) : new OffsetDeleteResult(error, []);
    }

    /// <summary>Deletes a group that is Empty, with its offsets.</summary>
    /// <returns>None, <see cref="ErrorCode.GroupIdNotFound"/>, <see cref="ErrorCode.NonEmptyGroup"/>, <see cref="ErrorCode.InvalidGroupId"/>, or a storage error.</returns>
    public async ValueTask<ErrorCode> DeleteGroupAsync(string groupId)
    {
        var error = CheckGroup(groupId);
        if (error != ErrorCode.None) return error;
        Group group;
        CommitTicket ticket;
        using (var scope = Enter(groupId))
        {
            if (scope.Group is null) return ErrorCode.GroupIdNotFound;
            group = scope.Group;
            if (group.State != GroupState.Empty) return ErrorCode.NonEmptyGroup;
            try
            {
                ticket = group.Delete();
            }
            catch (Exception e) when (GroupErrors.IsStorageFailure(e))
            {
                return GroupErrors.Of(e);
            }
        }

        return await group.SyncedAsync(ticket).ConfigureAwait(false);
    }

    /// <summary>The groups in ordinal order of name; with <paramref name="states"/> those in one of them.</summary>
    /// <returns>The groups, or <see cref="ErrorCode.CoordinatorLoadInProgress"/>, <see cref="ErrorCode.ShuttingDown"/>.</returns>
    public Outcome<IReadOnlyList<GroupListing>> List(IReadOnlyCollection<GroupState>? states = null)
    {
        if (NotNow() is { } refused) return refused;
        var found = new List<GroupListing>();
        foreach (var id in _groups.Keys.Order(StringComparer.Ordinal))
        {
            using var scope = Enter(id);
            if (scope.Group is { } group && states?.Contains(group.State) is not false) found.Add(new GroupListing(id, group.State, group.ProtocolType));
        }

        return found;
    }

    /// <summary>A group as of now.</summary>
    /// <returns>The group, or <see cref="ErrorCode.GroupIdNotFound"/>, <see cref="ErrorCode.CoordinatorLoadInProgress"/>, <see cref="ErrorCode.ShuttingDown"/>.</returns>
    public Outcome<GroupDescription> Describe(string groupId)
    {
        if (NotNow() is { } refused) return refused;
        using var scope = Enter(groupId);
        return scope.Group is { } group ? group.Describe() : new Error(ErrorCode.GroupIdNotFound, "There is no group of that name.");
    }

    private Error? NotNow() => (_isStopping, _isLoaded) switch
    {
        (true, _) => new(ErrorCode.ShuttingDown, "The server is stopping. Try again when it runs."),
        (_, false) => new(ErrorCode.CoordinatorLoadInProgress, "The groups are being loaded from disk. Try again soon."),
        _ => null,
    };

    private List<KeyValuePair<TopicPartition, CommittedOffset?>> Changes(OffsetCommitRequest request, out ErrorCode[] errors)
    {
        var now = _context.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var changes = new List<KeyValuePair<TopicPartition, CommittedOffset?>>(request.Offsets.Count);
        errors = new ErrorCode[request.Offsets.Count];
        for (var i = 0; i < errors.Length; i++)
        {
            var (topic, partition, offset, leaderEpoch, metadata) = request.Offsets[i];
            errors[i] = CheckOffset(request.Offsets[i]);
            if (errors[i] == ErrorCode.None) changes.Add(new(new TopicPartition(topic, partition), new CommittedOffset(offset, leaderEpoch, metadata, now)));
        }

        return changes;
    }

    private ErrorCode CheckOffset(in OffsetToCommit offset)
    {
        if (TopicName.Violation(offset.Topic) is not null || !_exists(new TopicPartition(offset.Topic, offset.Partition))) return ErrorCode.UnknownTopicOrPartition;
        if (offset.Offset < 0) return ErrorCode.InvalidRequest;
        return Encoding.UTF8.GetByteCount(offset.Metadata) > _context.Options.MaxOffsetMetadataBytes ? ErrorCode.OffsetMetadataTooLarge : ErrorCode.None;
    }

    private static List<KeyValuePair<TopicPartition, CommittedOffset?>> Tombstones(IEnumerable<TopicPartition> partitions) =>
        [.. partitions.Select(partition => KeyValuePair.Create(partition, (CommittedOffset?)null))];

    private static ErrorCode TryAppend(Group group, List<KeyValuePair<TopicPartition, CommittedOffset?>> changes, out OffsetsWrite? write)
    {
        write = null;
        if (changes.Count == 0) return ErrorCode.None;
        try
        {
            write = group.Append(changes);
            return ErrorCode.None;
        }
        catch (Exception e) when (GroupErrors.IsStorageFailure(e))
        {
            return GroupErrors.Of(e);
        }
    }

    private static async ValueTask<ErrorCode> FinishAsync(Group group, OffsetsWrite write)
    {
        var error = await group.SyncedAsync(write.Append.Ticket).ConfigureAwait(false);
        using var scope = group.Enter();
        group.Apply(write, isDurable: error == ErrorCode.None);
        return error;
    }
}
