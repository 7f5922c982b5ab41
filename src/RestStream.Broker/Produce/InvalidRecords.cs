using System.Globalization;
using RestStream.Broker.DeadLetters;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Core.Schemas;
using RestStream.Core.Topics;

namespace RestStream.Broker.Produce;

/// <summary>
/// Stores the records that do not fit their topic's schema among its dead letters: key, value and headers as they came, and behind them headers that say where
/// they were to go and why they may not. Thread-safe.
/// </summary>
internal sealed class InvalidRecords(ITopics topics, int maxReasonBytes)
{
    private readonly DeadLetterTopics _topics = new(topics);

    /// <summary>The topic that takes the dead letters of a topic, made when there is none.</summary>
    public async ValueTask<(string Topic, Error? Refused)> EnsureTopicAsync(string source)
    {
        var topic = DeadLetterTopic.ForTopic(source);
        return (topic, await _topics.EnsureAsync(topic, source, CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>Copies the records into a table, in the order of the verdicts.</summary>
    public void Copy(string source, RecordTable records, IReadOnlyList<RecordVerdict> verdicts, RecordTable letters)
    {
        var copies = new RecordCopies(letters);
        foreach (var verdict in verdicts) Copy(source, records, verdict, copies);
        copies.Complete();
        letters.IsJson = records.IsJson;
    }

    private void Copy(string source, RecordTable records, RecordVerdict verdict, RecordCopies copies)
    {
        ref readonly var record = ref records.Records[verdict.Index];
        copies.Begin(
            record.KeyLength >= 0, records.Bytes(record.KeyStart, record.KeyLength), record.ValueLength >= 0, records.Bytes(record.ValueStart, record.ValueLength));
        foreach (var header in records.Headers.Slice(record.HeaderStart, record.HeaderCount))
            copies.Add(records.Bytes(header.NameStart, header.NameLength), header.ValueLength >= 0, records.Bytes(header.ValueStart, header.ValueLength));
        copies.AddProvenance("topic", source);
        copies.AddProvenance("partition", Text(record.Partition));
        if (record.Timestamp != RecordSlice.NoTimestamp) copies.AddProvenance("timestamp", Text(record.Timestamp));
        copies.AddProvenance("reason", DeadLetterHeaders.Shortened(verdict.Error.Detail, maxReasonBytes));
        copies.AddProvenance("code", ErrorCodes.NameOf(verdict.Error.Code));
        if (verdict.Error.Items is [var first, ..]) copies.AddProvenance("pointer", DeadLetterHeaders.Shortened(first.Pointer, maxReasonBytes));
        if (verdict.SchemaId is { } id) copies.AddProvenance("schema.id", Text(id));
        copies.End();
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
