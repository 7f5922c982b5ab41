using System.Globalization;
using RestStream.Broker.DeadLetters;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Core.Topics;
using RestStream.Storage.Records;

namespace RestStream.Broker.Groups.DeadLetters;

/// <summary>Copies records to dead-letter topics: key, value and headers as they are, and behind them headers that say where the record came from and why. Thread-safe.</summary>
internal sealed class DeadLetterWriter(ITopics topics, IFetcher fetcher, IProducer producer, int maxReasonBytes)
{
    private readonly DeadLetterTopics _topics = new(topics);

    /// <summary>Stores a record in its dead-letter topic, which is made when there is none; durable when the task ends.</summary>
    /// <returns>Null, also when the record itself is gone; or why it is not stored, or may not be.</returns>
    public async ValueTask<Error?> WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        var request = new FetchRequest([new FetchPartition(letter.Partition.Topic, letter.Partition.Partition, letter.Offset)], 1, 1, 1, TimeSpan.Zero);
        using var fetched = await fetcher.FetchAsync(request, cancellationToken).ConfigureAwait(false);
        using var table = new RecordTable();
        if (CopyOf(fetched.Partitions[0], letter, table) is { } unreadable) return unreadable;
        if (table.Count == 0) return null;
        var topic = DeadLetterTopic.NameFor(letter.Partition.Topic, letter.Group);
        if (await _topics.EnsureAsync(topic, letter.Partition.Topic, cancellationToken).ConfigureAwait(false) is { } refused) return refused;
        var produced = await producer.ProduceAsync(new ProduceRequest(topic, table, Acks.All), CancellationToken.None).ConfigureAwait(false);
        return produced.Error ?? (produced.Errors.Count > 0 ? produced.Errors[0].Error : null);
    }

    /// <summary>Copies the record into the table; nothing when it is gone: deleted, compacted away, or lost with the end of its log.</summary>
    private Error? CopyOf(in FetchedPartition fetched, DeadLetter letter, RecordTable table)
    {
        if (fetched.Error is ErrorCode.UnknownTopicOrPartition or ErrorCode.OffsetOutOfRange) return null;
        if (fetched.Error != ErrorCode.None) return letter.Offset < fetched.LogStartOffset ? null : Unreadable(fetched.Error, letter);
        for (var batches = fetched.Batches.Span; RecordBatchHeader.TryRead(batches, out var header); batches = batches[header.Length..])
        {
            if (header.NextOffset > letter.Offset) return CopyOf(header, batches[..header.Length], letter, table);
        }

        return null;
    }

    private Error? CopyOf(in RecordBatchHeader header, ReadOnlySpan<byte> batch, DeadLetter letter, RecordTable table)
    {
        if (header.IsControl) return null;
        DecompressedRecords? unpacked = null;
        if (header.IsCompressed && BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out unpacked) != RecordBatchError.None)
            return Unreadable(ErrorCode.CorruptMessage, letter);
        using (unpacked)
        {
            var reader = new RecordReader(header, unpacked is null ? RecordBatch.Records(batch) : unpacked.Bytes);
            while (reader.Read())
            {
                if (reader.Offset != letter.Offset) continue;
                Copy(reader, header.IsJson, letter, table);
                return null;
            }

            return reader.Error != RecordBatchError.None ? Unreadable(ErrorCode.CorruptMessage, letter) : null;
        }
    }

    // Passed over without a copy it would be lost for good: it stays where it is until it can be read, or somebody acknowledges it.
    private static Error Unreadable(ErrorCode code, DeadLetter letter) => new(
        code, $"Record {letter.Offset} of partition {letter.Partition.Partition} of '{letter.Partition.Topic}' cannot be read for its dead-letter topic; nothing was acknowledged.");

    private void Copy(in RecordReader record, bool isJson, DeadLetter letter, RecordTable table)
    {
        var copies = new RecordCopies(table);
        copies.Begin(record.HasKey, record.Key, record.HasValue, record.Value);
        for (var headers = record.Headers; headers.Read();) copies.Add(headers.Name, headers.HasValue, headers.Value);
        foreach (var (name, text) in Provenance(letter, record.Timestamp)) copies.AddProvenance(name, text);
        copies.End();
        copies.Complete();
        table.IsJson = isJson;
    }

    private IEnumerable<(string Name, string Text)> Provenance(DeadLetter letter, long timestamp) =>
    [
        ("topic", letter.Partition.Topic),
        ("partition", letter.Partition.Partition.ToString(CultureInfo.InvariantCulture)),
        ("offset", letter.Offset.ToString(CultureInfo.InvariantCulture)),
        ("timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
        ("group", letter.Group),
        ("member", letter.MemberId),
        ("deliveries", letter.Deliveries.ToString(CultureInfo.InvariantCulture)),
        ("reason", DeadLetterHeaders.Shortened(letter.Reason, maxReasonBytes)),
    ];
}
