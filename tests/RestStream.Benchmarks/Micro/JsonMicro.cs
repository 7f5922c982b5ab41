using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RestStream.Core.Records;
using RestStream.Server.Json;

namespace RestStream.Benchmarks.Micro;

/// <summary>How fast produce bodies are read and records written, in one thread and in cache, beside what the platform's own reader does with the same bytes.</summary>
internal static class JsonMicro
{
    private const int Records = 1000;

    /// <summary>Prints one line per primitive and body.</summary>
    public static void Run()
    {
        Console.WriteLine($"{"JSON, one thread",-44}{"GB/s",8}{"M rec/s",10}{"ns/rec",9}{"ratio",8}");
        Measure("1000 x 100 B", Body(i => $$"""{"id":{{100000 + i}},"name":"sensor-{{i % 97}}","ok":true,"temp":{{i % 40}}.25,"note":"within its limits, all good"}"""));
        Measure("1000 x 1 KB, one long string", Body(_ => $$"""{"id":1,"text":"{{new string('x', 1000)}}"}"""));
        Measure("1000 x 100 B, spaced", Body(i => $$"""{"id": {{100000 + i}}, "name": "sensor-{{i % 97}}", "ok": true, "temp": {{i % 40}}.25, "note": "within its limits"}""").Replace("\"value\":", "\"value\": ", StringComparison.Ordinal));
        Measure("1000 x nested", Body(i => $$"""{"type":"Feature","geometry":{"type":"Point","coordinates":[-118.6{{i}},34.5,12.1]},"properties":{"felt":null,"mag":{{i % 10}} } }"""));
    }

    private static string Body(Func<int, string> value) =>
        "{\"records\":[" + string.Join(',', Enumerable.Range(0, Records).Select(i => $$"""{"key":"k{{i % 100}}","value":{{value(i)}}}""")) + "]}";

    private static void Measure(string title, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        Console.WriteLine($"{title}, {body.Length / Records} B a record");
        using var table = TableOver(body);
        var tokens = Time("  Utf8JsonReader, every token", body.Length, null, () => ReadTokens(body));
        Time("  structure", body.Length, tokens, () => ReadStructure(body));
        Time("  structure and records", body.Length, tokens, () => Parse(table));
        using var lines = TableOver(Lines(table));
        Time("  NDJSON lines and records", lines.Body.Length, tokens, () => ParseLines(lines));
        var rendering = new Rendering(table);
        Time("  records written (of the bytes written)", rendering.Run(), tokens, () => rendering.Run());
    }

    private static RecordTable TableOver(byte[] body)
    {
        var pooled = ArrayPool<byte>.Shared.Rent(body.Length);
        body.CopyTo(pooled, 0);
        var table = new RecordTable();
        table.TakeBody(pooled, body.Length);
        return table;
    }

    /// <summary>The records of a parsed body, one a line.</summary>
    private static byte[] Lines(RecordTable table)
    {
        var lines = new StringBuilder();
        foreach (var record in table.Records)
        {
            lines.Append("{\"key\":\"").Append(Encoding.UTF8.GetString(table.Bytes(record.KeyStart, record.KeyLength)));
            lines.Append("\",\"value\":").Append(Encoding.UTF8.GetString(table.Bytes(record.ValueStart, record.ValueLength))).Append("}\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static void ParseLines(RecordTable table)
    {
        var parser = new NdjsonParser(1 << 20);
        if (parser.Parse(table, isLast: true) != table.Body.Length) throw new InvalidOperationException(parser.End?.Detail);
    }

    private static void ReadTokens(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read()) { }
    }

    private static unsafe void ReadStructure(byte[] body)
    {
        var masks = stackalloc BlockMasks[StructureScan.WindowBlocks];
        fixed (byte* text = body)
        {
            var scan = new StructureScan(text, body.Length, masks, areLines: false);
            while (scan.TryScanWindow()) { }
        }
    }

    private static void Parse(RecordTable table)
    {
        if (JsonBodyParser.Parse(table, Records) is { } error) throw new InvalidOperationException(error.Detail);
    }

    /// <summary>The best of many short runs, so that neighbours on the machine disturb little.</summary>
    private static double Time(string name, int bytes, double? limit, Action action)
    {
        var (best, rounds) = (double.MaxValue, Math.Max(1, 1_000_000 / bytes));
        for (var i = 0; i < 100; i++) action();
        for (var run = 0; run < 500; run++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < rounds; i++) action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / rounds);
        }

        var rate = bytes / best / 1e9;
        Console.WriteLine($"{name,-44}{rate,8:F2}{Records / best / 1e6,10:F1}{best / Records * 1e9,9:F1}{(limit is null ? "" : $"{rate / limit:F2}"),8}");
        return rate;
    }
}
