using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Records;

namespace RestStream.Broker.Groups;

/// <summary>The internal topic <c>__consumer_offsets</c>: made at the first use of groups; a group's records all go to one partition. Thread-safe.</summary>
internal sealed class OffsetsTopic(TopicRegistry topics, LogDirectory directory, GroupOptions options, TimeProvider time, IStorageEvents events) : IOffsetsLog
{
    public const string Name = "__consumer_offsets";

    private volatile Topic? _topic;

    /// <summary>Its partitions; none while it was never made.</summary>
    public IReadOnlyList<PartitionLog> Partitions => TryFind(out var topic) ? topic.State.Partitions : [];

    /// <summary>Where a group's records are: as Kafka's coordinator decides, so that both find them.</summary>
    public static int PartitionFor(string groupId, int partitions)
    {
        var hash = 0;
        foreach (var letter in groupId) hash = unchecked((31 * hash) + letter);
        return hash == int.MinValue ? 0 : Math.Abs(hash) % partitions;
    }

    public async ValueTask<ErrorCode> EnsureAsync(CancellationToken cancellationToken)
    {
        if (TryFind(out _)) return ErrorCode.None;
        var made = await topics.EnsureInternalAsync(Spec(), cancellationToken).ConfigureAwait(false);
        return made is { } error ? error.Code : ErrorCode.None;
    }

    public OffsetsAppend Append(string groupId, IReadOnlyList<OffsetsRecord> records)
    {
        if (!TryFind(out var topic)) throw new LogClosedException($"There is no {Name}.");
        var partitions = topic.State.Partitions;
        var log = partitions[PartitionFor(groupId, partitions.Length)];
        var size = RecordBatchFormat.HeaderBytes;
        for (var i = 0; i < records.Count; i++) size += RecordBatchWriter.RecordSizeInBytes(i, 0, records[i].Key.Length, records[i].Value?.Length ?? -1);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var written = log.Append(buffer.AsSpan(0, Encode(records, buffer)));
            return new OffsetsAppend(written.BaseOffset, written.Ticket);
        }
        catch (IOException e) when (e is not LogFailedException and not DiskFullException)
        {
            events.BackgroundFailed($"append to {log.Partition}", e);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public ValueTask WaitForSyncAsync(CommitTicket ticket) => ticket.Number == 0 ? ValueTask.CompletedTask : directory.WaitForSyncAsync(ticket);

    private int Encode(IReadOnlyList<OffsetsRecord> records, Span<byte> destination)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var writer = new RecordBatchWriter(destination, now);
        foreach (var (key, value) in records) writer.Append(now, key, hasKey: true, value, hasValue: value is not null);
        return writer.Complete();
    }

    private bool TryFind([NotNullWhen(true)] out Topic? topic)
    {
        topic = _topic;
        if (topic is not null) return true;
        if (!topics.TryFind(Name, out topic)) return false;
        _topic = topic;
        return true;
    }

    private TopicSpec Spec() => new(Name, options.OffsetsTopicPartitions, new Dictionary<string, string>
    {
        [ConfigDefinitions.CleanupPolicy] = "compact",
        [ConfigDefinitions.SegmentBytes] = options.OffsetsTopicSegmentBytes.ToString(CultureInfo.InvariantCulture),
    });
}
