namespace RestStream.Core.Groups;

/// <summary>Consumer groups: listed, described, changed, deleted. Thread-safe. A change is durable when its task ends. Besides what each call names, all answer
/// <see cref="ErrorCode.CoordinatorNotAvailable"/> and <c>coordinator-load-in-progress</c> until groups are open.</summary>
public interface IGroups
{
    /// <summary>Groups in ordinal order of name, from after <paramref name="after"/> (null: from the first), at most <paramref name="limit"/>; with states, only those in one of them.</summary>
    Outcome<IReadOnlyList<ConsumerGroupSummary>> List(string? after, int limit, IReadOnlyCollection<ConsumerGroupState>? states);

    /// <summary>The group; or <c>group-id-not-found</c>.</summary>
    Outcome<ConsumerGroupDescription> Describe(string group);

    /// <summary>All offsets that the group has committed, by topic and partition; none for a group that does not exist.</summary>
    Outcome<IReadOnlyList<GroupOffset>> Offsets(string group);

    /// <summary>Commits offsets, for a member or, while the group is Empty, for nobody. A group without offsets is made by its first.</summary>
    /// <returns>One outcome for each offset; or, when nothing was committed, <c>unknown-member-id</c>, <c>illegal-generation</c>,
    /// <c>rebalance-in-progress</c>, <c>invalid-group-id</c>, <c>fenced-instance-id</c>.</returns>
    ValueTask<Outcome<IReadOnlyList<PartitionOutcome>>> CommitAsync(GroupCommit commit, CancellationToken cancellationToken);

    /// <summary>A member leaves, or is removed: its partitions go to others at once.</summary>
    /// <returns>Null; or <c>group-id-not-found</c>, <c>unknown-member-id</c>.</returns>
    ValueTask<Error?> RemoveMemberAsync(string group, string memberId, string reason, CancellationToken cancellationToken);

    /// <summary>Moves the offsets of an Empty group, or with <paramref name="dryRun"/> says what would be moved.</summary>
    /// <returns>The offsets before and after; or <c>non-empty-group</c>, <c>group-id-not-found</c>, <see cref="ErrorCode.UnknownTopicOrPartition"/>,
    /// <see cref="ErrorCode.OffsetOutOfRange"/>; then nothing was changed.</returns>
    ValueTask<Outcome<IReadOnlyList<OffsetChange>>> ResetOffsetsAsync(string group, OffsetReset reset, bool dryRun, CancellationToken cancellationToken);

    /// <summary>Deletes committed offsets of a topic (<paramref name="partitions"/> null: of all its partitions), unless the group subscribes to it.</summary>
    /// <returns>The offsets that were deleted; or <c>group-id-not-found</c>, <c>group-subscribed-to-topic</c>.</returns>
    ValueTask<Outcome<IReadOnlyList<GroupOffset>>> DeleteOffsetsAsync(string group, string topic, IReadOnlyList<int>? partitions, CancellationToken cancellationToken);

    /// <summary>Deletes an Empty group with its offsets.</summary>
    /// <returns>Null; or <c>non-empty-group</c>, <c>group-id-not-found</c>.</returns>
    ValueTask<Error?> DeleteAsync(string group, CancellationToken cancellationToken);
}
