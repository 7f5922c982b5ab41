using System.Globalization;
using System.Text;
using System.Text.Json;
using RestStream.Schemas.Json;
using RestStream.Schemas.Json.Inference;
using RestStream.TestKit;

namespace RestStream.Schemas.Tests.Json.Inference;

public sealed class SchemaInferenceTests
{
    private const string Head = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\"";

    [Theory]
    [InlineData("{}", "1", "2")]
    [InlineData("{\"type\":\"integer\"}", "1", "2.0")]
    [InlineData("{\"type\":\"number\"}", "1", "2.5")]
    [InlineData("{\"type\":[\"integer\",\"null\"]}", "1", "null")]
    [InlineData("{\"type\":[\"string\",\"number\",\"boolean\",\"null\"]}", "\"a\"", "1", "1.5", "true", "null")]
    [InlineData("{\"type\":\"array\"}", "[]", "[]")]
    [InlineData("{\"type\":\"array\",\"items\":{\"type\":[\"string\",\"integer\"]}}", "[]", "[1,\"x\"]")]
    [InlineData("{\"type\":\"object\"}", "{}")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"boolean\"}},\"required\":[\"a\"]}", "{\"a\":1}", "{\"b\":true,\"a\":2}")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}", "{\"a\":1,\"a\":2}", "{}")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"é\\\"\":{\"type\":\"null\"}},\"required\":[\"é\\\"\"]}", "{\"\\u00e9\\\"\":null}")]
    [InlineData("{\"type\":\"string\",\"format\":\"date-time\"}", "\"2026-11-21T19:00:00Z\"", "\"2026-11-21T19:00:00.5+01:00\"")]
    [InlineData("{\"type\":[\"string\",\"null\"],\"format\":\"date\"}", "\"2026-11-21\"", "null")]
    [InlineData("{\"type\":\"string\"}", "\"2026-11-21\"", "\"21.11.2026\"")]
    [InlineData("{\"type\":\"string\",\"format\":\"email\"}", "\"a@b.c\"")]
    [InlineData("{\"type\":\"string\",\"format\":\"uuid\"}", "\"2eb8aa08-aa98-11ea-b4aa-73b441d16380\"")]
    [InlineData("{\"type\":\"string\",\"format\":\"uri\"}", "\"https://a.b/c\"")]
    [InlineData("{\"type\":\"string\",\"format\":\"ipv4\"}", "\"10.0.0.1\"", "\"10.0.0.2\"")]
    [InlineData("{\"type\":\"string\"}", "\"\\ud800\"")]
    public void Samples_GiveTheSchemaThatAllFit(string expected, params string[] samples)
    {
        var inference = new SchemaInference();
        if (expected != "{}")
        {
            foreach (var sample in samples) Assert.True(inference.Add(Encoding.UTF8.GetBytes(sample)));
            Assert.Equal(samples.Length, inference.SampleCount);
        }

        Assert.Equal(expected == "{}" ? Head + "}" : Head + "," + expected[1..], inference.ToSchema());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}x")]
    [InlineData("nul")]
    public void WhatIsNotJson_TeachesNothing(string text)
    {
        var inference = new SchemaInference();
        Assert.False(inference.Add(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(Head + "}", inference.ToSchema());
        Assert.Equal(0, inference.SampleCount);
    }

    [Fact]
    public void FewStringsThatComeAgain_AreAnEnumWhenAsked()
    {
        var inference = new SchemaInference(new SchemaInferenceOptions { MaxEnumValues = 3 });
        foreach (var text in new[] { "\"b\"", "\"a\"", "null", "\"b\"", "\"a\"" }) inference.Add(Encoding.UTF8.GetBytes(text));
        Assert.Equal(Head + ",\"type\":[\"string\",\"null\"],\"enum\":[\"a\",\"b\",null]}", inference.ToSchema());
        inference.Add("\"c\""u8);
        Assert.Equal(Head + ",\"type\":[\"string\",\"null\"]}", inference.ToSchema());
    }

    [Fact]
    public void MembersOverTheLimit_ShareOneDescription()
    {
        var inference = new SchemaInference(new SchemaInferenceOptions { MaxProperties = 2 });
        inference.Add("{\"a\":1,\"b\":\"x\",\"c\":1.5,\"d\":null}"u8);
        Assert.Equal(
            Head + ",\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\"}},\"required\":[\"a\",\"b\"],\"additionalProperties\":{\"type\":[\"number\",\"null\"]}}",
            inference.ToSchema());
    }

    [Fact]
    public void DeepPlaces_MayBeAnything()
    {
        var inference = new SchemaInference(new SchemaInferenceOptions { MaxDepth = 1 });
        inference.Add("{\"a\":{\"b\":[1]},\"c\":1}"u8);
        Assert.Equal(Head + ",\"type\":\"object\",\"properties\":{\"a\":{},\"c\":{\"type\":\"integer\"}},\"required\":[\"a\",\"c\"]}", inference.ToSchema());
    }

    [SkippableFact]
    public void Movies_AreDescribedAsTheyAre()
    {
        var inference = new SchemaInference();
        foreach (var value in Values("movies.ndjson")) Assert.True(inference.Add(value));
        using var schema = JsonDocument.Parse(inference.ToSchema());
        var properties = schema.RootElement.GetProperty("properties");
        Assert.Equal(3201, inference.SampleCount);
        Assert.Equal("""["number","null"]""", properties.GetProperty("IMDB Rating").GetProperty("type").GetRawText());
        Assert.Equal("""["integer","null"]""", properties.GetProperty("Running Time min").GetProperty("type").GetRawText());
        Assert.Equal("""["string","number","null"]""".Replace("number", "integer", StringComparison.Ordinal), properties.GetProperty("Title").GetProperty("type").GetRawText());
        Assert.Equal(16, schema.RootElement.GetProperty("required").GetArrayLength());
    }

    [SkippableTheory]
    [InlineData("movies.ndjson", 0)]
    [InlineData("movies.ndjson", 20)]
    [InlineData("earthquakes.ndjson", 20)]
    [InlineData("flights.ndjson", 0)]
    public void EveryRecordOfAFile_FitsWhatWasInferredFromAll(string file, int maxEnumValues)
    {
        var inference = new SchemaInference(new SchemaInferenceOptions { MaxEnumValues = maxEnumValues });
        var values = Values(file).ToList();
        foreach (var value in values) Assert.True(inference.Add(value));
        var schema = JsonSchema.Compile(inference.ToSchema(), new JsonSchemaOptions { AssertFormats = true });
        Assert.All(values, value => Assert.Equal(ValidationVerdict.Valid, schema.Check(value)));
    }

    [Fact]
    public void RandomSamples_FitWhatWasInferredFromThem()
    {
        var random = SeededRandom.Create(Console.WriteLine);
        for (var round = 0; round < 300; round++)
        {
            var options = new SchemaInferenceOptions { MaxEnumValues = random.Next(4), MaxProperties = random.Next(8), MaxDepth = random.Next(6), DetectFormats = random.Next(3) > 0 };
            var samples = Enumerable.Range(0, 1 + random.Next(8)).Select(_ => RandomValue(random, 4)).ToList();
            var inference = new SchemaInference(options);
            foreach (var sample in samples) Assert.True(inference.Add(Encoding.UTF8.GetBytes(sample)), sample);
            var schema = JsonSchema.Compile(inference.ToSchema(), new JsonSchemaOptions { AssertFormats = true });
            Assert.All(samples, sample => Assert.True(
                schema.Check(Encoding.UTF8.GetBytes(sample)) == ValidationVerdict.Valid, $"{random}: {sample} does not fit {inference.ToSchema()}"));
        }
    }

    private static string RandomValue(Random random, int depth) => random.Next(depth > 0 ? 11 : 8) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => random.Next(-3, 4).ToString(CultureInfo.InvariantCulture),
        3 => random.GetItems(["1.0", "1e2", "0.5", "-0", "1e-3", "12345678901234567890"], 1)[0],
        < 8 => random.GetItems(["\"a\"", "\"\"", "\"2026-11-21\"", "\"2026-11-21T19:00:00Z\"", "\"a@b.c\"", "\"10.0.0.1\"", "\"a:b\"", "\"\\ud800\"", "\"\\u00e9\""], 1)[0],
        8 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => RandomValue(random, depth - 1))) + "]",
        _ => "{" + string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"{random.GetItems(["\"a\"", "\"b\"", "\"c\"", "\"\\u0061\"", "\"\\udc00\"", "\"\""], 1)[0]}:{RandomValue(random, depth - 1)}")) + "}",
    };

    internal static IEnumerable<byte[]> Values(string file)
    {
        foreach (var line in File.ReadLines(TestEnvironment.DataFileOrSkip(file)))
        {
            using var record = JsonDocument.Parse(line);
            yield return Encoding.UTF8.GetBytes(record.RootElement.GetProperty("value").GetRawText());
        }
    }
}
