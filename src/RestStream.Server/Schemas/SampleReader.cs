using System.Runtime.InteropServices;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Schemas.Enforcement;
using RestStream.Server.Errors;
using RestStream.Storage.Records;

namespace RestStream.Server.Schemas;

/// <summary>Gathers sample records: those that were given, or the last ones of a topic. Thread-safe.</summary>
internal sealed class SampleReader(ILogEngine engine, TimeProvider time)
{
    private const int DefaultSamples = 100;
    private const int MaxBytes = 16 << 20;

    /// <summary>The samples, without tombstones; or the problem.</summary>
    public async ValueTask<(IReadOnlyList<Sample> Samples, Problem? Problem)> ReadAsync(SampleSource source)
    {
        if (source.Records is { } records) return ([.. records.Select(record => new Sample(JsonMarshal.GetRawUtf8Value(record).ToArray(), null, null, null))], null);
        if (engine.Resolve(source.Topic!) is not { } topic) return ([], Problem.UnknownTopic(source.Topic!));
        var max = source.Max ?? DefaultSamples;
        if (!PositionParser.TryParse(source.From ?? $"-{max}", time, out var position, out var error)) return ([], new Problem(HttpErrors.ValidationFailed, error, [new ErrorItem("/from", error)]));
        var located = engine.Locate(topic.Name, null, position);
        if (!located.IsSuccess) return ([], Problem.From(located.Error));
        var request = new FetchRequest([.. located.Value.Select(place => new FetchPartition(topic.Name, place.Partition, place.Offset))], max, MaxBytes, 1, TimeSpan.Zero);
        using var fetched = await engine.FetchAsync(request, CancellationToken.None);
        return (Gather(fetched, located.Value, max), null);
    }

    private static List<Sample> Gather(FetchResult fetched, IReadOnlyList<PartitionOffset> places, int max)
    {
        var samples = new List<Sample>();
        var starts = places.ToDictionary(place => place.Partition, place => place.Offset);
        foreach (var partition in fetched.Partitions)
        {
            var batches = partition.Batches.Span;
            while (samples.Count < max && RecordBatchHeader.TryRead(batches, out var header))
            {
                Gather(header, batches[..header.Length], partition.Partition, starts[partition.Partition], max, samples);
                batches = batches[header.Length..];
            }
        }

        return samples;
    }

    private static void Gather(in RecordBatchHeader header, ReadOnlySpan<byte> batch, int partition, long from, int max, List<Sample> samples)
    {
        if (header.IsControl) return;
        DecompressedRecords? unpacked = null;
        // What cannot be unpacked is no sample.
        if (header.IsCompressed && BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out unpacked) != RecordBatchError.None) return;
        using (unpacked)
        {
            var reader = new RecordReader(header, unpacked is null ? RecordBatch.Records(batch) : unpacked.Bytes);
            while (samples.Count < max && reader.Read())
            {
                if (reader.Offset < from || !reader.HasValue) continue;
                var part = RecordSchemaView.Part(reader);
                samples.Add(new Sample(part.Bytes.ToArray(), part.HasHeader ? part.Header.ToArray() : null, partition, reader.Offset));
            }
        }
    }
}
