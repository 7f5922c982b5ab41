using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Topics;
using RestStream.Server.Errors;
using RestStream.Server.Validation;

namespace RestStream.Server.Records;

/// <summary>Finds where a read begins: at a cursor (Last-Event-ID before <c>?cursor=</c>) or at a position.</summary>
internal sealed class ReadStart(ILogEngine engine, TimeProvider time)
{
    /// <summary>The position to read from, with the gaps that a cursor of a topic made anew has; or the problem.</summary>
    public ReadPosition? Find(HttpContext context, Parameters query, Position fallback, List<Gap> gaps, out Problem? problem)
    {
        var name = RouteParameters.Topic(context);
        problem = null;
        if (engine.Resolve(name) is not { } topic)
        {
            problem = Problem.UnknownTopic(name);
            return null;
        }

        var partition = query.OptionalInteger("partition", 0, int.MaxValue);
        var cursor = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } lastId, ..] ? lastId : query.Text("cursor");
        var from = query.Text("from");
        var position = from is null ? fallback : ReadFrom(query, from);
        problem = query.Problem ?? UnknownPartition(topic, partition);
        if (problem is not null) return null;
        int[]? partitions = partition is { } one ? [one] : null;
        return cursor is null ? FromPosition(topic, partitions, position, out problem) : FromCursor(topic, partitions, cursor, gaps, out problem);
    }

    /// <summary>True when a read begins at a cursor.</summary>
    public static bool HasCursor(HttpRequest request) =>
        request.Headers["Last-Event-ID"] is [{ Length: > 0 }, ..] || request.Query["cursor"] is [{ Length: > 0 }, ..];

    private Position ReadFrom(Parameters query, string from)
    {
        if (PositionParser.TryParse(from, time, out var position, out var error)) return position;
        query.Unreadable("from", error);
        return default;
    }

    private static Problem? UnknownPartition(TopicHandle topic, int? partition) => partition is null || partition < topic.PartitionCount
        ? null
        : Problem.From(new Error(ErrorCode.UnknownTopicOrPartition, $"Topic '{topic.Name}' has {topic.PartitionCount} partitions, 0 to {topic.PartitionCount - 1}; there is no partition {partition}."));

    /// <summary>The position in a topic, or in some of its partitions; or the problem.</summary>
    public ReadPosition? FromPosition(TopicHandle topic, int[]? partitions, Position position, out Problem? problem)
    {
        problem = null;
        var next = new long[topic.PartitionCount];
        foreach (var one in partitions?.Select(partition => (int?)partition) ?? [null])
        {
            var located = engine.Locate(topic.Name, one, position);
            if (!located.IsSuccess)
            {
                problem = Problem.From(located.Error);
                return null;
            }

            foreach (var place in located.Value)
            {
                if (place.Partition < next.Length) next[place.Partition] = place.Offset;
            }
        }

        return new ReadPosition(topic, partitions, next);
    }

    private ReadPosition? FromCursor(TopicHandle topic, int[]? partitions, string text, List<Gap> gaps, out Problem? problem)
    {
        problem = null;
        var decoded = Cursor.Decode(text);
        if (decoded.IsSuccess) return FromCursor(topic, partitions, decoded.Value, gaps, out problem);
        problem = UnreadableCursor(decoded.Error);
        return null;
    }

    /// <summary>The position that a cursor of the topic has, with the gaps when the topic was made anew; or the problem.</summary>
    public ReadPosition? FromCursor(TopicHandle topic, int[]? partitions, Cursor cursor, List<Gap> gaps, out Problem? problem)
    {
        var next = new long[Math.Max(topic.PartitionCount, cursor.TopicId == topic.Id ? 0 : cursor.PartitionCount)];
        for (var i = 0; i < next.Length; i++) next[i] = cursor.NextOffset(i);
        var position = new ReadPosition(topic with { Id = cursor.TopicId }, partitions, next);
        position.Follow(topic, gaps);
        problem = cursor.TopicId == topic.Id ? BeyondEnd(topic, position) : null;
        return problem is null ? position : null;
    }

    public static Problem UnreadableCursor(Error error) => new(HttpErrors.InvalidCursor, error.Detail, [new ErrorItem("cursor", error.Detail)]);

    // A cursor of this topic is beyond the end only when the log lost records: saying nothing would skip those that come.
    private Problem? BeyondEnd(TopicHandle topic, ReadPosition position)
    {
        if (engine.Locate(topic.Name, null, Position.Latest) is not { IsSuccess: true, Value: { } ends }) return null;
        foreach (var end in ends)
        {
            if (!position.Reads(end.Partition) || position.Next(end.Partition) <= end.HighWatermark) continue;
            return Problem.From(new Error(
                ErrorCode.OffsetOutOfRange,
                $"The cursor is at offset {position.Next(end.Partition)} of partition {end.Partition}, which has {end.LogStartOffset} to {end.HighWatermark}. Start anew with 'from'."));
        }

        return null;
    }
}
