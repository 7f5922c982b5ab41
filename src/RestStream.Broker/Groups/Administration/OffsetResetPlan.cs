using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.Administration;

/// <summary>Where a reset moves each partition.</summary>
/// <param name="fetcher">Finds positions.</param>
/// <param name="committed">What the group has committed.</param>
internal sealed class OffsetResetPlan(IFetcher fetcher, IReadOnlyList<GroupOffset> committed)
{
    private readonly Dictionary<AssignedPartition, long> _before = committed.ToDictionary(
        offset => new AssignedPartition(offset.Topic, offset.Partition), offset => offset.NextOffset);

    /// <summary>The changes by topic and partition, or why there can be none.</summary>
    public Outcome<IReadOnlyList<OffsetChange>> Of(OffsetReset reset)
    {
        var changes = new List<OffsetChange>();
        foreach (var topic in TopicsOf(reset).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var located = fetcher.Locate(topic, null, Position.Latest);
            if (!located.IsSuccess) return located.Error;
            var wanted = Wanted(reset, topic, located.Value);
            if (!wanted.IsSuccess) return wanted.Error;
            var moved = reset.To is { } to ? MoveTo(to, topic, wanted.Value) : Shift(reset.Shift ?? 0, topic, wanted.Value);
            if (!moved.IsSuccess) return moved.Error;
            changes.AddRange(moved.Value);
        }

        return changes;
    }

    private IEnumerable<string> TopicsOf(OffsetReset reset) =>
        reset.Partitions?.Select(partition => partition.Topic) ?? reset.Topics ?? _before.Keys.Select(partition => partition.Topic);

    // Of a topic that is named all partitions; of none named those that have an offset.
    private Outcome<IReadOnlyList<PartitionOffset>> Wanted(OffsetReset reset, string topic, IReadOnlyList<PartitionOffset> all)
    {
        if (reset.Partitions is not { } named)
            return reset.Topics is not null ? all.ToList() : all.Where(place => _before.ContainsKey(new(topic, place.Partition))).ToList();
        var wanted = named.Where(partition => partition.Topic == topic).Select(partition => partition.Partition).Distinct().Order().ToList();
        var missing = wanted.FindIndex(partition => partition < 0 || partition >= all.Count);
        if (missing >= 0) return GroupRefusals.OfOffset(ErrorCode.UnknownTopicOrPartition, topic, wanted[missing]);
        return wanted.ConvertAll(partition => all[partition]);
    }

    private Outcome<IReadOnlyList<OffsetChange>> MoveTo(Position to, string topic, IReadOnlyList<PartitionOffset> wanted)
    {
        var changes = new List<OffsetChange>(wanted.Count);
        foreach (var place in wanted)
        {
            var located = fetcher.Locate(topic, place.Partition, to);
            if (!located.IsSuccess) return located.Error;
            changes.Add(Change(topic, place, located.Value[0].Offset));
        }

        return changes;
    }

    private Outcome<IReadOnlyList<OffsetChange>> Shift(long by, string topic, IReadOnlyList<PartitionOffset> wanted)
    {
        var uncommitted = wanted.Where(place => !_before.ContainsKey(new(topic, place.Partition))).ToList();
        if (uncommitted.Count > 0)
        {
            var detail = $"Partition {uncommitted[0].Partition} of '{topic}' has no committed offset to shift. Use 'to', or name the partitions that have one.";
            return new Error(ErrorCode.InvalidRequest, detail, [new ErrorItem("/shift", detail)]);
        }

        return wanted.Select(place => Change(topic, place, Shifted(_before[new(topic, place.Partition)], by))).ToList();
    }

    // Below the start reading would begin at the start anyway.
    private OffsetChange Change(string topic, PartitionOffset place, long offset) => new(
        topic, place.Partition, _before.TryGetValue(new(topic, place.Partition), out var before) ? before : null,
        Math.Clamp(offset, place.LogStartOffset, Math.Max(place.LogStartOffset, place.HighWatermark)));

    private static long Shifted(long offset, long by) => by > 0 && offset > long.MaxValue - by ? long.MaxValue : offset + by;
}
