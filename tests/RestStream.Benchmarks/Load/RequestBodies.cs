using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RestStream.Benchmarks.Load;

/// <summary>Request bodies with varied content and exact value sizes, the same for the same seed.</summary>
internal static class RequestBodies
{
    /// <summary>The topic of <see cref="BodyKind.Commit"/>.</summary>
    public const string CommittedTopic = "committed";

    private const int Seed = 20261101;
    private const int DistinctBodies = 16;
    private const int DistinctSchemas = 64 * 1024;
    private static readonly string[] Words = ["Castaic", "Ridgecrest", "km", "north", "of", "Parkfield", "offshore", "Cobb", "deep", "felt", "Pāhala", "quarry"];

    /// <summary>The distinct bodies of a load; empty for a GET.</summary>
    public static byte[][] Build(LoadSpec spec)
    {
        var random = new Random(Seed);
        return spec.Body switch
        {
            BodyKind.Single => Repeat(4 * DistinctBodies, () => Encoding.UTF8.GetBytes(Value(random, spec.ValueBytes))),
            BodyKind.Batch => Repeat(DistinctBodies, () => Batch(random, spec.Records, spec.ValueBytes)),
            BodyKind.Commit => Repeat(DistinctBodies, () => Encoding.UTF8.GetBytes($$"""{"offsets":[{"topic":"{{CommittedTopic}}","partition":0,"nextOffset":{{random.Next(1_000_000)}}}]}""")),
            BodyKind.Registration => Registrations(),
            _ => [],
        };
    }

    /// <summary>One <c>{"records":[…]}</c> body.</summary>
    public static byte[] Batch(Random random, int records, int valueBytes)
    {
        var text = new StringBuilder("{\"records\":[");
        for (var i = 0; i < records; i++)
        {
            text.Append(i == 0 ? "" : ",");
            AppendRecord(text, random, valueBytes);
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>NDJSON lines, one record each.</summary>
    public static byte[] Lines(Random random, int records, int valueBytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < records; i++)
        {
            AppendRecord(text, random, valueBytes);
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void AppendRecord(StringBuilder text, Random random, int valueBytes) =>
        text.Append(CultureInfo.InvariantCulture, $"{{\"key\":\"k{random.Next(10_000)}\",\"value\":{Value(random, valueBytes)}}}");

    private static string Value(Random random, int bytes)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"{{\"id\":{random.Next(1_000_000)},\"mag\":{random.Next(900) / 100.0},\"time\":{1_517_966_773_840 + random.Next()},\"net\":\"ci\",\"place\":\"");
        var text = new StringBuilder(head);
        var left = bytes - head.Length - 2;
        while (left > 0)
        {
            var word = Words[random.Next(Words.Length)];
            var wordBytes = Encoding.UTF8.GetByteCount(word) + 1;
            text.Append(wordBytes <= left ? word + ' ' : new string('x', left));
            left -= Math.Min(wordBytes, left);
        }

        return text.Append("\"}").ToString();
    }

    // Of every run others: what is registered already is only looked up.
    private static byte[][] Registrations()
    {
        var run = Guid.NewGuid().ToString("N");
        var number = 0;
        return Repeat(DistinctSchemas, () => JsonSerializer.SerializeToUtf8Bytes(
            new { schemaType = "JSON", schema = $$"""{"title":"{{run}}-{{number++}}","type":"object","properties":{"order":{"type":"integer"} },"required":["order"]}""" }));
    }

    private static byte[][] Repeat(int count, Func<byte[]> body) => [.. Enumerable.Range(0, count).Select(_ => body())];
}
