using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Storage;
using RestStream.Storage.Files;

namespace RestStream.Broker.Fetch;

/// <summary>Finds positions in partitions and moves their log start offsets. Thread-safe.</summary>
internal sealed class PartitionOffsets(TopicRegistry topics)
{
    private const long ToHighWatermark = -1;

    public Outcome<IReadOnlyList<PartitionOffset>> Locate(string topic, int? partition, Position position)
    {
        if (!topics.TryFind(topic, out var found)) return TopicRegistry.Unknown(topic);
        PartitionLog[] logs = found.State.Partitions;
        if (partition is { } one)
        {
            if (found.Log(one) is not { } log) return NoSuchPartition(found, one);
            logs = [log];
        }

        PartitionOffset[] offsets;
        try
        {
            offsets = Array.ConvertAll(logs, log => Locate(log, position));
        }
        catch (LogClosedException)
        {
            return TopicRegistry.Unknown(topic);
        }
        catch (IOException)
        {
            return new Error(ErrorCode.KafkaStorageError, $"The files of topic '{topic}' cannot be read now. Try again.");
        }

        var beyond = offsets.Where(offset => offset.Offset > offset.HighWatermark).ToList();
        return beyond.Count > 0 ? OutOfRange(topic, beyond) : offsets;
    }

    public async ValueTask<Outcome<IReadOnlyList<PartitionOffset>>> DeleteRecordsAsync(
        string topic, IReadOnlyDictionary<int, long> beforeOffsets, CancellationToken cancellationToken)
    {
        if (!topics.TryFind(topic, out var found)) return TopicRegistry.Unknown(topic);
        if (CheckDelete(found, beforeOffsets) is { } refused) return refused;
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await DeleteAsync(found, beforeOffsets).ConfigureAwait(false);
        }
        catch (LogClosedException)
        {
            return TopicRegistry.Unknown(topic);
        }
        catch (LogFailedException)
        {
            return new Error(ErrorCode.OutcomeUnknown, "The disk failed: some records may be deleted. Asking again after the restart is safe.");
        }
        catch (FileSystemException)
        {
            return new Error(ErrorCode.KafkaStorageError, "The disk refused the change; some partitions may be done. Asking again is safe.");
        }
    }

    private static PartitionOffset Locate(PartitionLog log, Position position)
    {
        var (start, end) = (log.LogStartOffset, log.HighWatermark);
        var (offset, timestamp) = position.Kind switch
        {
            PositionKind.Earliest => (start, -1L),
            PositionKind.Offset => (position.Value, -1L),
            PositionKind.Last => (Math.Max(start, end - position.Value), -1L),
            PositionKind.Timestamp => log.FindByTimestamp(position.Value) ?? (end, -1L),
            _ => (end, -1L),
        };
        return new PartitionOffset(log.Partition.Partition, offset, timestamp, start, end);
    }

    private static async ValueTask<Outcome<IReadOnlyList<PartitionOffset>>> DeleteAsync(Topic topic, IReadOnlyDictionary<int, long> beforeOffsets)
    {
        var logs = topic.State.Partitions;
        var moves = beforeOffsets.OrderBy(before => before.Key).Select(before =>
        {
            var log = logs[before.Key];
            return (Log: log, Task: log.DeleteRecordsAsync(before.Value == ToHighWatermark ? log.HighWatermark : before.Value).AsTask());
        }).ToList();
        await Task.WhenAll(moves.Select(move => move.Task)).ConfigureAwait(false);
        return moves.ConvertAll(move => Locate(move.Log, Position.Earliest));
    }

    private static Error? CheckDelete(Topic topic, IReadOnlyDictionary<int, long> beforeOffsets)
    {
        if (topic.IsInternal) return TopicRegistry.Internal(topic.Name);
        if (!topic.State.Config.Log.DeletePolicy)
            return new Error(ErrorCode.PolicyViolation, $"Topic '{topic.Name}' is compacted ({ConfigDefinitions.CleanupPolicy} has no 'delete'): its records cannot be truncated.");
        foreach (var partition in beforeOffsets.Keys)
        {
            if (topic.Log(partition) is null) return NoSuchPartition(topic, partition);
        }

        var beyond = beforeOffsets.Where(before => before.Value < ToHighWatermark || before.Value > topic.Log(before.Key)!.HighWatermark)
            .Select(before => Locate(topic.Log(before.Key)!, new Position(PositionKind.Offset, before.Value))).ToList();
        return beyond.Count > 0 ? OutOfRange(topic.Name, beyond) : null;
    }

    private static Error NoSuchPartition(Topic topic, int partition) => new(
        ErrorCode.UnknownTopicOrPartition,
        $"Topic '{topic.Name}' has the partitions 0 to {topic.State.Partitions.Length - 1}; there is no partition {partition}.");

    private static Error OutOfRange(string topic, List<PartitionOffset> beyond)
    {
        var items = beyond.ConvertAll(offset => new ErrorItem(
            $"/partitions/{offset.Partition}",
            $"Partition {offset.Partition} has the offsets {offset.LogStartOffset} to {offset.HighWatermark}; {offset.Offset} lies outside."));
        return new Error(ErrorCode.OffsetOutOfRange, $"Topic '{topic}': {items[0].Detail}", items);
    }
}
