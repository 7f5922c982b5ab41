using RestStream.Broker.Topics;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Core.Schemas;
using RestStream.Storage;

namespace RestStream.Broker.Produce;

/// <summary>Takes produce requests: finds or makes the topic, appends, waits for the sync that the request asks for. Thread-safe.</summary>
internal sealed class Producer(
    TopicRegistry topics, LogDirectory directory, EngineOptions options, TimeProvider time, IStorageEvents events, BrokerMetrics metrics, IRecordGate? gate, InvalidRecords invalidRecords)
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
        var state = topic.State;
        var isChecked = state.Schemas.ChecksRecords && !state.Config.IsDeadLetter;
        if (isChecked && gate is not { IsOpen: true }) return new(ProduceResult.Refused(NotYetOpen(topic)));
        var append = new RequestAppend(topic, state, isChecked ? gate : null, request, time.GetUtcNow().ToUnixTimeMilliseconds(), events);
        var result = Run(ref append);
        metrics.Produced(append.StoredRecords, append.StoredBytes, request.Records.Count - append.StoredRecords - (append.Diverted?.Count ?? 0));
        if (append.Diverted is { } diverted) return DivertAsync(topic, request, result, append.Ticket, append.MustWait, diverted);
        if (append.Ticket.Number == 0 || (request.Acks != Acks.All && !append.MustWait)) return new(result);
        var synced = directory.WaitForSyncAsync(append.Ticket);
        return synced.IsCompletedSuccessfully ? new(result) : AwaitAsync(synced, topic, request, result);
    }

    private static Error NotYetOpen(Topic topic) =>
        new(ErrorCode.ShuttingDown, $"Topic '{topic.Name}' has its records checked, and the schemas are not loaded yet; nothing was stored. Try again.");

    private async ValueTask<ProduceResult> DivertAsync(
        Topic topic, ProduceRequest request, ProduceResult result, CommitTicket ticket, bool mustWait, List<RecordVerdict> diverted)
    {
        var mustSync = ticket.Number != 0 && (request.Acks == Acks.All || mustWait);
        var synced = mustSync ? AwaitAsync(directory.WaitForSyncAsync(ticket), topic, request, result) : new(result);
        diverted.Sort((a, b) => a.Index.CompareTo(b.Index));
        var letters = await StoreAsync(topic.Name, request, diverted).ConfigureAwait(false);
        result = await synced.ConfigureAwait(false);
        return letters.Errors.Count == 0
            ? result with { DeadLettered = letters.DeadLettered }
            : result with { DeadLettered = letters.DeadLettered, Errors = [.. result.Errors.Concat(letters.Errors).OrderBy(error => error.Index)] };
    }

    /// <summary>Stores dead letters; one that cannot be stored is an error of its record.</summary>
    private async ValueTask<ProduceResult> StoreAsync(string source, ProduceRequest request, List<RecordVerdict> diverted)
    {
        var (topic, refused) = await invalidRecords.EnsureTopicAsync(source).ConfigureAwait(false);
        if (refused is not null) return NotDiverted(diverted, refused);
        using var letters = new RecordTable();
        invalidRecords.Copy(source, request.Records, diverted, letters);
        var stored = await ProduceAsync(new ProduceRequest(topic, letters, request.Acks), CancellationToken.None).ConfigureAwait(false);
        if (stored.Error is { } error) return NotDiverted(diverted, error);
        var failed = stored.Errors.Select(failure => failure with { Index = diverted[failure.Index].Index }).ToList();
        var lost = stored.Errors.Select(failure => failure.Index).ToHashSet();
        var places = new List<DeadLetteredRecord>();
        for (var i = 0; i < diverted.Count; i++)
        {
            var (partition, offset) = (letters.Records[i].Partition, letters.Records[i].Offset);
            if (!lost.Contains(i)) places.Add(new DeadLetteredRecord(diverted[i].Index, topic, partition, offset, diverted[i].Error));
        }

        return stored with { Errors = failed, DeadLettered = places };
    }

    private static ProduceResult NotDiverted(List<RecordVerdict> diverted, Error error) =>
        new([], [.. diverted.Select(verdict => new RecordError(verdict.Index, error))], null, Acks.None);

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
        return result with { Partitions = [], Errors = errors, Warnings = [] };
    }
}
