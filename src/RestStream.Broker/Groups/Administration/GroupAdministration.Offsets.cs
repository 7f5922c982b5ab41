using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Storage;

namespace RestStream.Broker.Groups.Administration;

internal sealed partial class GroupAdministration
{
    public Outcome<IReadOnlyList<GroupOffset>> Offsets(string group)
    {
        var fetched = coordinator.FetchOffsets(group, null);
        if (fetched.Error != ErrorCode.None) return GroupRefusals.Of(fetched.Error, group);
        return fetched.Offsets.Select(Offset).OrderBy(offset => offset.Topic, StringComparer.Ordinal).ThenBy(offset => offset.Partition).ToList();
    }

    public async ValueTask<Outcome<IReadOnlyList<PartitionOutcome>>> CommitAsync(GroupCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        cancellationToken.ThrowIfCancellationRequested();
        var committed = await coordinator.CommitAsync(new OffsetCommitRequest
        {
            GroupId = commit.Group,
            MemberId = commit.MemberId ?? "",
            Generation = commit.Generation ?? -1,
            Offsets = [.. commit.Offsets.Select(offset => new OffsetToCommit(offset.Topic, offset.Partition, offset.NextOffset, Metadata: offset.Metadata))],
        }).ConfigureAwait(false);
        if (committed.Error != ErrorCode.None) return GroupRefusals.Of(committed.Error, commit.Group);
        var outcomes = committed.Partitions.Zip(commit.Offsets, (code, offset) => new PartitionOutcome(offset.Topic, offset.Partition, ErrorOf(code, offset))).ToList();
        Committed?.Invoke(commit, outcomes);
        return outcomes;
    }

    public async ValueTask<Outcome<IReadOnlyList<OffsetChange>>> ResetOffsetsAsync(string group, OffsetReset reset, bool dryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reset);
        cancellationToken.ThrowIfCancellationRequested();
        var described = Describe(group);
        if (!described.IsSuccess) return described.Error;
        if (described.Value.State != ConsumerGroupState.Empty) return GroupRefusals.Of(ErrorCode.NonEmptyGroup, group);
        var committed = Offsets(group);
        if (!committed.IsSuccess) return committed.Error;
        var planned = new OffsetResetPlan(offsets, committed.Value).Of(reset);
        if (!planned.IsSuccess || dryRun || planned.Value.Count == 0) return planned;
        return await MoveAsync(group, planned.Value, cancellationToken).ConfigureAwait(false) is { } error ? error : planned;
    }

    public async ValueTask<Outcome<IReadOnlyList<GroupOffset>>> DeleteOffsetsAsync(
        string group, string topic, IReadOnlyList<int>? partitions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var committed = Offsets(group);
        if (!committed.IsSuccess) return committed.Error;
        var deleted = committed.Value.Where(offset => offset.Topic == topic && partitions?.Contains(offset.Partition) is not false).ToList();
        // Also with nothing to delete: whether there is such a group, and whether it reads the topic, is told either way.
        IReadOnlyList<TopicPartition> asked = deleted.Count > 0 ? [.. deleted.Select(offset => new TopicPartition(topic, offset.Partition))] : [new(topic, 0)];
        var done = await coordinator.DeleteOffsetsAsync(group, asked).ConfigureAwait(false);
        if (done.Error != ErrorCode.None) return GroupRefusals.Of(done.Error, group);
        if (done.Partitions.Any(code => code != ErrorCode.None))
            return new Error(ErrorCode.GroupSubscribedToTopic, $"A member of group '{group}' subscribes to topic '{topic}': its offsets were not deleted.");
        return deleted;
    }

    private async ValueTask<Error?> MoveAsync(string group, IReadOnlyList<OffsetChange> changes, CancellationToken cancellationToken)
    {
        OffsetCommit[] moved = [.. changes.Select(change => new OffsetCommit(change.Topic, change.Partition, change.After, ""))];
        var committed = await CommitAsync(new GroupCommit(group, null, null, moved), cancellationToken).ConfigureAwait(false);
        if (committed.IsSuccess) return committed.Value.Select(outcome => outcome.Error).FirstOrDefault(error => error is not null);
        // Somebody joined since: to the coordinator this is a commit by nobody in a group of members.
        return committed.Error.Code == ErrorCode.UnknownMemberId ? GroupRefusals.Of(ErrorCode.NonEmptyGroup, group) : committed.Error;
    }

    private static GroupOffset Offset(KeyValuePair<TopicPartition, CommittedOffset> committed) =>
        new(committed.Key.Topic, committed.Key.Partition, committed.Value.Offset, committed.Value.Metadata, committed.Value.CommitTimestamp);

    private static Error? ErrorOf(ErrorCode code, OffsetCommit offset) =>
        code == ErrorCode.None ? null : GroupRefusals.OfOffset(code, offset.Topic, offset.Partition);
}
