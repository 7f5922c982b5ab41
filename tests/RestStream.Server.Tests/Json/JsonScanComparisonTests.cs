using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RestStream.Core.Records;
using RestStream.Server.Json;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Json;

/// <summary>The vector scan against the platform's token reader, on bodies made from a seed: the same verdict and the same slices.</summary>
public sealed class JsonScanComparisonTests(ITestOutputHelper output)
{
    private const int Cases = 60_000;

    [Fact]
    public void Bodies_AreReadAsByTheTokenReader()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var fuzz = new JsonFuzz(random, Samples());
        var taken = 0;
        for (var i = 0; i < Cases; i++)
        {
            var body = fuzz.Body();
            using var table = ParsedRecords.TableOver(body);
            using var model = ParsedRecords.TableOver(body);
            var error = JsonBodyParser.Parse(table, 100);
            model.IsJson = true;
            var expected = new ReferenceWalk(model, 0, body.Length).ParseBody(100);
            Assert.True(expected.IsSet == error is not null, $"{random}, case {i}: {expected.Detail} / {error} for\n{Encoding.UTF8.GetString(body)}");
            if (error is not null) continue;
            taken++;
            Assert.True(Dump(model) == Dump(table), $"{random}, case {i}:\n{Dump(model)}\n{Dump(table)}\n{Encoding.UTF8.GetString(body)}");
        }

        Assert.InRange(taken, Cases / 5, Cases * 4 / 5);
    }

    [Fact]
    public void Lines_AreReadAsByTheTokenReader()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var fuzz = new JsonFuzz(random, Samples());
        for (var i = 0; i < Cases / 2; i++)
        {
            var lines = fuzz.Lines();
            using var table = ParsedRecords.TableOver(lines);
            using var model = ParsedRecords.TableOver(lines);
            var parser = new NdjsonParser(100_000);
            var consumed = parser.Parse(table, isLast: true);
            var expected = ReadLines(model, out var refused, out var stop);
            var actual = $"{parser.Refusals.Count} {(parser.End is null ? "-" : consumed)}";
            Assert.True(actual == $"{refused} {(stop < 0 ? "-" : stop)}", $"{random}, case {i}: {actual} not {refused} {stop}, {expected.Detail} / {parser.End} for\n{Encoding.UTF8.GetString(lines)}");
            Assert.True(Dump(model) == Dump(table), $"{random}, case {i}:\n{Dump(model)}\n{Dump(table)}\n{Encoding.UTF8.GetString(lines)}");
        }
    }

    [Fact]
    public void Values_AreJudgedAsByTheTokenReader()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var fuzz = new JsonFuzz(random, Samples());
        for (var i = 0; i < Cases; i++)
        {
            var value = fuzz.Value();
            Assert.True(IsJson(value) == RawValue.IsJson(value), $"{random}, case {i}: {Encoding.UTF8.GetString(value)}");
        }
    }

    [Fact]
    public void EveryVectorWidth_FindsTheSameStructure()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var fuzz = new JsonFuzz(random, Samples());
        for (var i = 0; i < Cases / 6; i++)
        {
            var body = fuzz.Body();
            var widest = Structure<BlockOf1x512, Vector512<byte>>(body);
            Assert.True(widest == Structure<BlockOf2x256, Bytes2x256>(body), $"{random}, case {i}, 256 bits: {Encoding.UTF8.GetString(body)}");
            Assert.True(widest == Structure<BlockOf4x128, Bytes4x128>(body), $"{random}, case {i}, 128 bits: {Encoding.UTF8.GetString(body)}");
        }
    }

    private static unsafe string Structure<TBlock, TBytes>(byte[] body)
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct
    {
        var masks = stackalloc BlockMasks[StructureScan.WindowBlocks];
        var blocks = Math.Min(StructureScan.WindowBlocks, (body.Length + 63) / 64);
        new Span<BlockMasks>(masks, StructureScan.WindowBlocks).Clear();
        fixed (byte* text = body)
        {
            var scan = new StructureScan(text, body.Length, masks, areLines: false);
            if (body.Length > 0) scan.ScanWindow<TBlock, TBytes>();
            var structure = new StringBuilder($"{scan.Fault} {scan.FaultOffset}");
            for (var i = 0; i < blocks; i++) structure.Append($" {masks[i].Tokens:x} {masks[i].Brackets:x} {masks[i].BadInObject:x} {masks[i].BadInArray:x}");
            return structure.ToString();
        }
    }

    /// <summary>Reads line after line until one cannot be read, at <paramref name="stop"/>; -1 when all can.</summary>
    private static JsonFault ReadLines(RecordTable model, out int refused, out int stop)
    {
        model.IsJson = true;
        (refused, stop) = (0, -1);
        for (var start = 0; start < model.Body.Length;)
        {
            var length = model.Body[start..].IndexOf((byte)'\n');
            var end = length < 0 ? model.Body.Length : start + length;
            var isBlank = !model.Body[start..end].ContainsAnyExcept(" \t\r"u8);
            var fault = isBlank ? default : new ReferenceWalk(model, start, end).ParseLine();
            if (fault.IsSet && fault.Kind == JsonErrorKind.Unreadable)
            {
                stop = start;
                return fault;
            }

            if (fault.IsSet) refused++;
            start = end + 1;
        }

        return default;
    }

    private static bool IsJson(byte[] value)
    {
        if (!Utf8.IsValid(value)) return false;
        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = RawValue.MaxDepth });
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Dump(RecordTable table)
    {
        var text = new StringBuilder($"{table.IsJson}\n");
        for (var i = 0; i < table.Count; i++)
        {
            var record = table.Records[i];
            text.Append($"{table.Key(i) ?? "(null)"}|{record.ValueStart >= 0 && record.ValueLength >= 0}|{table.Value(i) ?? "(null)"}|{record.Timestamp}|{record.Partition}|{table.Headers(i)}\n");
        }

        return text.ToString();
    }

    private static List<string> Samples()
    {
        List<string> samples = ["""{"key":"k","value":{"a":1,"b":[true,false,null],"c":"x"}}""", """{"value":null}""", """{"key": "k", "value": {"a": 1}}"""];
        var folder = Environment.GetEnvironmentVariable("RESTSTREAM_DATA");
        if (folder is null) return samples;
        foreach (var file in Directory.GetFiles(folder, "*.ndjson")) samples.AddRange(File.ReadLines(file).Take(100));
        return samples;
    }
}
