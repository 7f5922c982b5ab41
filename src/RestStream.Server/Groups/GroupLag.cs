using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;

namespace RestStream.Server.Groups;

/// <summary>How far groups are behind. Looks up each topic once; used for one answer, by one thread.</summary>
internal sealed class GroupLag(IFetcher fetcher)
{
    private readonly Dictionary<string, IReadOnlyList<PartitionOffset>> _ends = new(StringComparer.Ordinal);

    /// <summary>The partitions that a group has offsets of, owns, or has to expect: those of the topics that its members subscribe to.</summary>
    public IReadOnlyList<GroupOffsetView> Of(ConsumerGroupDescription group, IReadOnlyList<GroupOffset> committed)
    {
        var offsets = committed.ToDictionary(offset => (offset.Topic, offset.Partition));
        var owners = new Dictionary<(string, int), string>();
        foreach (var member in group.Members)
        {
            foreach (var owned in member.Assignment) owners[(owned.Topic, owned.Partition)] = member.MemberId;
        }

        var topics = committed.Select(offset => offset.Topic).Concat(group.Members.SelectMany(member => member.Topics)).Distinct(StringComparer.Ordinal);
        var partitions = topics.SelectMany(topic => Enumerable.Range(0, EndsOf(topic).Count).Select(partition => (topic, partition)));
        return
        [
            .. partitions.Union(offsets.Keys).Union(owners.Keys).OrderBy(place => place.Item1, StringComparer.Ordinal).ThenBy(place => place.Item2)
                .Select(place => View(place, offsets.TryGetValue(place, out var offset) ? offset : null, owners.GetValueOrDefault(place))),
        ];
    }

    /// <summary>The offset after the last record of a partition that can be read; null when there is no such partition.</summary>
    public long? HighWatermark(string topic, int partition) =>
        EndsOf(topic) is var ends && partition >= 0 && partition < ends.Count ? ends[partition].HighWatermark : null;

    /// <summary>How many offsets lie between a committed one and the end; 0 for one beyond it, null when there is no such partition.</summary>
    public long? Behind(in GroupOffset offset) =>
        HighWatermark(offset.Topic, offset.Partition) is { } end ? Math.Max(0, end - offset.NextOffset) : null;

    private GroupOffsetView View((string Topic, int Partition) place, GroupOffset? committed, string? owner) => new(
        place.Topic, place.Partition, committed?.NextOffset, HighWatermark(place.Topic, place.Partition), committed is { } offset ? Behind(offset) : null,
        committed?.Metadata, committed?.CommitTimestamp, owner);

    private IReadOnlyList<PartitionOffset> EndsOf(string topic)
    {
        if (_ends.TryGetValue(topic, out var ends)) return ends;
        return _ends[topic] = fetcher.Locate(topic, null, Position.Latest) is { IsSuccess: true } located ? located.Value : [];
    }
}
