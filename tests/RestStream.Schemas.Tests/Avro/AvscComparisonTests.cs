using System.Buffers;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Avro;
using RestStream.TestKit;
using Xunit.Abstractions;
using static RestStream.Schemas.Tests.Avro.AvroText;

namespace RestStream.Schemas.Tests.Avro;

/// <summary>Random schemas and values, compared with npm's avsc.</summary>
public sealed class AvscComparisonTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task RandomSchemasAndValues_ComparedWithAvsc_AreTheSame()
    {
        NodeScript.FolderOrSkip();
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        Case[] cases = [.. Enumerable.Range(0, TestEnvironment.NumberOr("RESTSTREAM_AVRO_SCHEMAS", 2000)).Select(_ => new Case(random))];
        string printed = await NodeScript.RunOrSkipAsync("avro.js", string.Concat(cases.Select(one => one.Line + "\n")));
        string[] answers = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Length, answers.Length);

        int verdicts = 0, differing = 0;
        foreach (var (one, answer) in cases.Zip(answers)) Compare(random, one, JsonDocument.Parse(answer, Deep).RootElement, ref verdicts, ref differing);
        output.WriteLine($"{cases.Length} schemas, {verdicts} resolutions, {differing} of them impossible");
        Assert.True(differing > verdicts / 10 && differing < verdicts, "the resolutions are too much alike to show anything");
    }

    private static JsonDocumentOptions Deep => new() { MaxDepth = 1000 };

    private static void Compare(SeededRandom random, Case one, JsonElement answer, ref int verdicts, ref int differing)
    {
        string about = $"{random}: {one.Line}";
        AvroSchema schema = Parse(one.Schema);
        for (int index = 0; index < one.Values.Length; index++)
        {
            byte[] payload = Encode(schema, one.Values[index], about);
            Assert.True(answer.GetProperty("payloads")[index].GetString() == Convert.ToHexString(payload), about);
            Assert.True(AreEqual(Decode(schema, payload, about), answer.GetProperty("values")[index]), about);
        }

        for (int index = 0; index < one.Others.Length; index++)
            CompareResolution(about, schema, one.Others[index], answer.GetProperty("others")[index], ref verdicts, ref differing);
    }

    private static void CompareResolution(string about, AvroSchema schema, string other, JsonElement answer, ref int verdicts, ref int differing)
    {
        if (answer.TryGetProperty("problem", out _)) return;
        AvroSchema changed = Parse(other);
        foreach (var (reader, writer, verdict) in ((AvroSchema, AvroSchema, string)[])[(schema, changed, "reads"), (changed, schema, "read")])
        {
            bool reads = reader.CannotRead(writer, CompatibilityPolicy.Strict).Count == 0;
            Assert.True(reads == answer.GetProperty(verdict).GetBoolean(), $"ours says {reads} for {verdict} of {other}; {about}");
            verdicts++;
            if (!reads) differing++;
        }
    }

    private static byte[] Encode(AvroSchema schema, string value, string about)
    {
        var payload = new ArrayBufferWriter<byte>();
        using var json = JsonDocument.Parse(value, Deep);
        Assert.True(AvroEncoder.TryEncode(schema.Root, json.RootElement, payload, out string? problem), $"{problem}; {about}");
        return payload.WrittenSpan.ToArray();
    }

    private static JsonElement Decode(AvroSchema schema, byte[] payload, string about)
    {
        var shown = new ArrayBufferWriter<byte>();
        Assert.True(schema.TryDecode(payload, shown, out string? problem), $"{problem}; {about}");
        return JsonDocument.Parse(shown.WrittenMemory, Deep).RootElement;
    }

    /// <summary>Numbers may be written in different ways, and a float by as many digits as a double.</summary>
    private static bool AreEqual(JsonElement one, JsonElement other) => (one.ValueKind, other.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => one.GetDouble() == other.GetDouble() || one.GetSingle() == other.GetSingle(),
        (JsonValueKind.Array, JsonValueKind.Array) => one.GetArrayLength() == other.GetArrayLength() && one.EnumerateArray().Zip(other.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
        (JsonValueKind.Object, JsonValueKind.Object) => one.GetPropertyCount() == other.GetPropertyCount() && one.EnumerateObject().All(member => other.TryGetProperty(member.Name, out JsonElement value) && AreEqual(member.Value, value)),
        (JsonValueKind.String, JsonValueKind.String) => one.GetString() == other.GetString(),
        var (kind, otherKind) => kind == otherKind,
    };

    private sealed class Case
    {
        public Case(Random random)
        {
            var sample = new RandomAvro(random);
            Schema = sample.Schema;
            Values = [.. Enumerable.Range(0, 3).Select(_ => sample.Value())];
            Others = [.. Enumerable.Range(0, 4).Select(_ => sample.Changed())];
        }

        public string Schema { get; }

        public string[] Values { get; }

        public string[] Others { get; }

        public string Line => $$"""{"schema":{{Schema}},"values":[{{string.Join(',', Values)}}],"others":[{{string.Join(',', Others)}}]}""";
    }
}
