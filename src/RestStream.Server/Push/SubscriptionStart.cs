using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Topics;
using RestStream.Server.Errors;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>Finds where subscriptions start. Thread-safe.</summary>
internal sealed class SubscriptionStart(ILogEngine engine, Truncations truncations, TimeProvider time)
{
    private readonly ReadStart _starts = new(engine, time);

    /// <summary>The place at a position, or that of a cursor with what was lost since; or the problem. A topic that the cursor does not have was made since it was written and is
    /// read from its start, unless the client says from where.</summary>
    public ReadPositions? Find(TopicSelection selection, CursorSet? cursor, Position? from, List<Gap> gaps, out Problem? problem)
    {
        var topics = selection.Resolve(engine, out problem);
        var positions = new ReadPosition[topics.Count];
        for (var i = 0; i < positions.Length && problem is null; i++)
        {
            problem = UnknownPartition(topics[i], selection.Partitions);
            if (problem is null) positions[i] = Find(topics[i], selection.Partitions, cursor?.Find(topics[i].Name, topics[i].Id, isOnlyTopic: topics.Count == 1), Otherwise(cursor, from), gaps, out problem)!;
        }

        return problem is null ? new ReadPositions(positions) : null;
    }

    /// <summary>The place after topics changed: new ones from their start, those that are gone left out; the same object when nothing changed.</summary>
    public ReadPositions? Follow(TopicSelection selection, ReadPositions place, List<Gap> gaps, out Problem? problem)
    {
        var topics = selection.Resolve(engine, out problem);
        if (problem is not null) return null;
        if (IsAsBefore(place, topics)) return place;
        return new ReadPositions([.. topics.Select(topic => Follow(topic, place.Find(topic.Name), selection.Partitions, gaps))]);
    }

    /// <summary>The frame that says where a subscription starts.</summary>
    public PushFrame Describe(string subscription, int epoch, ReadPositions place, IReadOnlyList<Gap> gaps)
    {
        using var output = new ResponseBuffer();
        var start = new OffsetMap(output);
        foreach (var topic in place.Topics)
        {
            for (var i = 0; i < topic.Count; i++) start.Add(topic.Topic.Name, topic.PartitionAt(i), topic.Next(topic.PartitionAt(i)));
        }

        start.End();
        var startBytes = output.Length;
        var lag = AppendHighWatermarks(output, place);
        var bytes = output.Written.ToArray();
        return new PushFrame
        {
            Type = FrameType.Subscribed,
            Subscription = subscription,
            Epoch = epoch,
            Cursor = place.Cursor,
            Start = bytes.AsMemory(0, startBytes),
            Gaps = gaps,
            HighWatermark = bytes.AsMemory(startBytes),
            Lag = lag,
        };
    }

    private static Position Otherwise(CursorSet? cursor, Position? from) => from ?? (cursor is null ? Position.Latest : Position.Earliest);

    private ReadPosition? Find(TopicHandle topic, int[]? partitions, Cursor? place, Position otherwise, List<Gap> gaps, out Problem? problem)
    {
        if (place is null) return _starts.FromPosition(topic, partitions, otherwise, out problem);
        var ofTopic = new List<Gap>();
        var position = _starts.FromCursor(topic, partitions, place, ofTopic, out problem);
        gaps.AddRange(ofTopic.Select(gap => gap with { Topic = topic.Name }));
        if (position is not null) SkipLost(position, gaps);
        return position;
    }

    // What retention took since the cursor was written is known at once: the first frame tells it.
    private void SkipLost(ReadPosition position, List<Gap> gaps)
    {
        if (engine.Locate(position.Topic.Name, null, Position.Earliest) is not { IsSuccess: true, Value: { } starts }) return;
        foreach (var start in starts)
        {
            if (!position.Reads(start.Partition) || position.Next(start.Partition) is var next && next >= start.LogStartOffset) continue;
            var reason = truncations.ReasonOf(position.Topic.Id, start.Partition, start.LogStartOffset);
            gaps.Add(new Gap(start.Partition, next, start.LogStartOffset, reason, position.Topic.Name));
            position.MoveTo(start.Partition, start.LogStartOffset);
        }
    }

    private static ReadPosition Follow(TopicHandle topic, ReadPosition? position, int[]? partitions, List<Gap> gaps)
    {
        if (position is null) return new ReadPosition(topic, partitions, new long[topic.PartitionCount]);
        var moved = position.Clone();
        var ofTopic = new List<Gap>();
        moved.Follow(topic, ofTopic);
        gaps.AddRange(ofTopic.Select(gap => gap with { Topic = topic.Name }));
        return moved;
    }

    private static bool IsAsBefore(ReadPositions place, IReadOnlyList<TopicHandle> topics)
    {
        if (place.Topics.Length != topics.Count) return false;
        for (var i = 0; i < topics.Count; i++)
        {
            if (place.Topics[i].Topic != topics[i]) return false;
        }

        return true;
    }

    private long AppendHighWatermarks(ResponseBuffer output, ReadPositions place)
    {
        var map = new OffsetMap(output);
        var lag = 0L;
        foreach (var topic in place.Topics)
        {
            if (engine.Locate(topic.Topic.Name, null, Position.Latest) is not { IsSuccess: true, Value: { } ends }) continue;
            foreach (var end in ends)
            {
                if (!topic.Reads(end.Partition)) continue;
                map.Add(topic.Topic.Name, end.Partition, end.HighWatermark);
                lag += Math.Max(0, end.HighWatermark - topic.Next(end.Partition));
            }
        }

        map.End();
        return lag;
    }

    private static Problem? UnknownPartition(TopicHandle topic, int[]? partitions) => partitions is not { Length: > 0 } || partitions[^1] < topic.PartitionCount
        ? null
        : Problem.From(new Error(
            ErrorCode.UnknownTopicOrPartition, $"Topic '{topic.Name}' has {topic.PartitionCount} partitions, 0 to {topic.PartitionCount - 1}; there is no partition {partitions[^1]}."));
}
