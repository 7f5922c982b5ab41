using System.Buffers;
using System.Globalization;
using System.Text;
using RestStream.Broker.Topics;
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
    private const string HeaderPrefix = "reststream.dlq.";

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
        if (await EnsureTopicAsync(topic, letter.Partition.Topic, cancellationToken).ConfigureAwait(false) is { } refused) return refused;
        var produced = await producer.ProduceAsync(new ProduceRequest(topic, table, Acks.All), CancellationToken.None).ConfigureAwait(false);
        return produced.Error ?? (produced.Errors.Count > 0 ? produced.Errors[0].Error : null);
    }

    private async ValueTask<Error?> EnsureTopicAsync(string topic, string source, CancellationToken cancellationToken)
    {
        if (topics.Resolve(topic) is not null) return await MarkAsync(topic, cancellationToken).ConfigureAwait(false);
        var config = new Dictionary<string, string>
        {
            [ConfigDefinitions.DeadLetter] = "true",
            // The headers come on top of a record that is as large as its topic allows.
            [ConfigDefinitions.MaxMessageBytes] = MaxMessageBytes(source),
        };
        var made = await topics.CreateAsync(new TopicSpec(topic, null, config), validateOnly: false, cancellationToken).ConfigureAwait(false);
        return made.IsSuccess || topics.Resolve(topic) is not null ? null : made.Error;
    }

    /// <summary>A topic of that name that somebody else made is a dead-letter topic from now on.</summary>
    private async ValueTask<Error?> MarkAsync(string topic, CancellationToken cancellationToken)
    {
        if (topics.Find(topic)?.Config[ConfigDefinitions.DeadLetter] is null or "true") return null;
        var mark = new TopicChange(null, new Dictionary<string, string?> { [ConfigDefinitions.DeadLetter] = "true" });
        return (await topics.AlterAsync(topic, mark, null, validateOnly: false, cancellationToken).ConfigureAwait(false)).Error;
    }

    private string MaxMessageBytes(string source)
    {
        const int HeadersBytes = 64 << 10;
        var max = topics.Find(source) is { } found ? int.Parse(found.Config[ConfigDefinitions.MaxMessageBytes], CultureInfo.InvariantCulture) : 1_048_588;
        return Math.Min((long)max + HeadersBytes, int.MaxValue).ToString(CultureInfo.InvariantCulture);
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
        var body = new ArrayBufferWriter<byte>();
        var slice = RecordSlice.Empty;
        if (record.HasKey) (slice.KeyStart, slice.KeyLength) = Put(body, record.Key);
        if (record.HasValue) (slice.ValueStart, slice.ValueLength) = Put(body, record.Value);
        slice.HeaderStart = table.Headers.Length;
        for (var headers = record.Headers; headers.Read();) Add(table, body, headers.Name, headers.HasValue, headers.Value);
        foreach (var (name, text) in Provenance(letter, record.Timestamp)) Add(table, body, Encoding.UTF8.GetBytes(HeaderPrefix + name), true, Encoding.UTF8.GetBytes(text));
        slice.HeaderCount = table.Headers.Length - slice.HeaderStart;
        table.Add(slice);
        table.IsJson = isJson;
        var pooled = ArrayPool<byte>.Shared.Rent(Math.Max(1, body.WrittenCount));
        body.WrittenSpan.CopyTo(pooled);
        table.TakeBody(pooled, body.WrittenCount);
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
        ("reason", Shortened(letter.Reason)),
    ];

    private string Shortened(string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(reason);
        if (bytes.Length <= maxReasonBytes) return reason;
        var end = maxReasonBytes;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) end--;
        return Encoding.UTF8.GetString(bytes, 0, end);
    }

    private static void Add(RecordTable table, ArrayBufferWriter<byte> body, ReadOnlySpan<byte> name, bool hasValue, ReadOnlySpan<byte> value)
    {
        var (nameStart, nameLength) = Put(body, name);
        var (valueStart, valueLength) = hasValue ? Put(body, value) : (0, -1);
        table.AddHeader(new HeaderSlice(nameStart, nameLength, valueStart, valueLength));
    }

    private static (int Start, int Length) Put(ArrayBufferWriter<byte> body, ReadOnlySpan<byte> bytes)
    {
        var start = body.WrittenCount;
        body.Write(bytes);
        return (start, bytes.Length);
    }
}
