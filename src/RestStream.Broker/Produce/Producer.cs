using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Storage;

namespace RestStream.Broker.Produce;

/// <summary>Takes produce requests: finds or makes the topic, appends, waits for the sync that the request asks for. Thread-safe.</summary>
internal sealed class Producer(TopicRegistry topics, LogDirectory directory, EngineOptions options, TimeProvider time, IStorageEvents events, BrokerMetrics metrics)
{
    public ValueTask<ProduceResult> ProduceAsync(in ProduceRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<ProduceResult>(cancellationToken);
        if (request.Records.Count == 0) return new(new ProduceResult([], [], null, request.Acks));
        return topics.TryFind(request.Topic, out var topic) ? Append(topic, request) : MakeTopicAndAppendAsync(request, cancellationToken);
    }

    private ValueTask<ProduceResult> Append(Topic topic, in ProduceRequest request)
    {
        if (topic.IsInternal) return new(ProduceResult.Refused(TopicRegistry.Internal(topic.Name)));
        var append = new RequestAppend(topic, request, time.GetUtcNow().ToUnixTimeMilliseconds(), events);
        var result = Run(ref append);
        metrics.Produced(append.StoredRecords, append.StoredBytes, request.Records.Count - append.StoredRecords);
        if (append.Ticket.Number == 0 || (request.Acks != Acks.All && !append.MustWait)) return new(result);
        var synced = directory.WaitForSyncAsync(append.Ticket);
        return synced.IsCompletedSuccessfully ? new(result) : AwaitAsync(synced, topic, request, result);
    }

    private ProduceResult Run(ref RequestAppend append)
    {
        try
        {
            return append.Run();
        }
        finally
        {
            // Only now: a commit that began with the request's first partition would leave the others to the next one.
            directory.StartCommit();
        }
    }

    private async ValueTask<ProduceResult> MakeTopicAndAppendAsync(ProduceRequest request, CancellationToken cancellationToken)
    {
        if (TopicRegistry.CheckName(request.Topic) is { } violation) return ProduceResult.Refused(violation);
        if (!options.AutoCreateTopics) return ProduceResult.Refused(TopicRegistry.Unknown(request.Topic));
        if (RefusedByDefaults(request) is { } errors) return new ProduceResult([], errors, null, request.Acks);
        if (await topics.EnsureAsync(request.Topic, cancellationToken).ConfigureAwait(false) is { } refused) return ProduceResult.Refused(refused);
        return topics.TryFind(request.Topic, out var topic)
            ? await Append(topic, request).ConfigureAwait(false)
            : ProduceResult.Refused(TopicRegistry.Unknown(request.Topic));
    }

    /// <summary>The errors of all records, when a topic with the defaults would take none of them; else null: a misspelt request shall leave no topic behind.</summary>
    private List<RecordError>? RefusedByDefaults(in ProduceRequest request)
    {
        var errors = new List<RecordError>();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var records = request.Records.Records;
        for (var i = 0; i < records.Length; i++)
        {
            ref readonly var record = ref records[i];
            var isPartition = record.Partition == -1 || (uint)record.Partition < (uint)options.DefaultPartitions;
            var error = isPartition
                ? RecordRules.Check(request.Topic, TopicConfig.Default, record, BatchEncoder.SizeAlone(request.Records, record), now)
                : RecordRules.NoSuchPartition(request.Topic, record.Partition, options.DefaultPartitions);
            if (error is null) return null;
            errors.Add(new RecordError(i, error));
        }

        metrics.Produced(0, 0, records.Length);
        return errors;
    }

    // The caller's cancellation ends nothing here: what is appended stays, and its outcome is known soon.
    private static async ValueTask<ProduceResult> AwaitAsync(ValueTask synced, Topic topic, ProduceRequest request, ProduceResult result)
    {
        try
        {
            await synced.ConfigureAwait(false);
            return result;
        }
        catch (LogFailedException e)
        {
            return request.Acks == Acks.None ? result : Unknown(request.Records, result, AppendErrors.Of(e, topic));
        }
    }

    private static ProduceResult Unknown(RecordTable table, ProduceResult result, Error error)
    {
        var errors = new List<RecordError>(result.Errors);
        var records = table.Records;
        for (var i = 0; i < records.Length; i++)
        {
            if (records[i].Offset < 0) continue;
            records[i].Offset = -1;
            errors.Add(new RecordError(i, error));
        }

        errors.Sort((a, b) => a.Index.CompareTo(b.Index));
        return new ProduceResult([], errors, null, result.AcknowledgedAs);
    }
}
