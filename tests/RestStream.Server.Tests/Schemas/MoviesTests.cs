using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Schemas;

/// <summary>Real records (movies.ndjson): a schema is inferred from some, tightened, registered and enforced; then all are sent, and those that do not fit are told.</summary>
public sealed class MoviesTests(ITestOutputHelper output)
{
    private const int Samples = 500;

    [SkippableFact]
    public async Task Movies_InferredTightenedEnforced_AreRefusedWhereTheyDoNotFit()
    {
        var lines = await File.ReadAllLinesAsync(TestEnvironment.DataFileOrSkip("movies.ndjson"));
        await using var app = RestStreamApp.With();
        await UploadAsync(app, "draft", lines[..Samples]);
        var schema = await InferAsync(app);
        Tighten(schema);
        await RegisterAsync(app, "movies-value", schema.ToJsonString());
        await app.CreateTopicAsync("movies");
        using (var set = await app.SendAsync(HttpMethod.Put, "/v1/topics/movies/schema", """{"mode":"enforce","onInvalid":"deadLetter"}"""u8.ToArray())) await set.JsonAsync(200);

        var answer = await UploadAsync(app, "movies", lines);

        var refused = lines.Select((line, index) => (Value: JsonNode.Parse(line)!["value"]!, Line: index + 1)).Where(movie => WhyNot(movie.Value) is not null).ToList();
        Assert.NotEmpty(refused);
        Assert.Equal(refused.Count, answer.GetProperty("deadLetteredCount").GetInt32());
        Assert.Equal(lines.Length - refused.Count, answer.GetProperty("stored").GetInt32());
        var told = answer.GetProperty("deadLettered").EnumerateArray().ToList();
        Assert.Equal(refused.Take(told.Count).Select(movie => movie.Line), told.Select(letter => letter.GetProperty("line").GetInt32()));
        foreach (var (movie, letter) in refused.Zip(told))
            Assert.Contains(WhyNot(movie.Value), letter.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()));
        output.WriteLine($"{refused.Count} of {lines.Length} movies do not fit; the first of them:");
        foreach (var letter in told.Take(10)) output.WriteLine($"line {letter.GetProperty("line").GetInt32()}: {letter.GetProperty("detail").GetString()}");
    }

    // What is asked of a movie beyond what was inferred: a rating from 2 to 10, a title that is text, a budget above nothing.
    private static void Tighten(JsonNode schema)
    {
        schema["properties"]!["IMDB Rating"] = JsonNode.Parse("""{"type":["number","null"],"minimum":2,"maximum":10}""");
        schema["properties"]!["Title"] = JsonNode.Parse("""{"type":"string","minLength":1}""");
        schema["properties"]!["Production Budget"] = JsonNode.Parse("""{"type":["number","null"],"exclusiveMinimum":1000}""");
        // Movies that were not among the samples may have other types here.
        foreach (var name in schema["properties"]!.AsObject().Select(member => member.Key).Where(name => name is not ("IMDB Rating" or "Title" or "Production Budget")).ToList())
            schema["properties"]![name] = true;
        schema["required"] = JsonNode.Parse("""["Title"]""");
    }

    /// <summary>The place that does not fit, found without a schema; null for none.</summary>
    private static string? WhyNot(JsonNode movie)
    {
        if (movie["Title"] is not JsonValue title || title.GetValueKind() != JsonValueKind.String || title.GetValue<string>().Length == 0) return "/Title";
        if (movie["IMDB Rating"] is JsonValue rating && (rating.GetValueKind() != JsonValueKind.Number || rating.GetValue<double>() is < 2 or > 10)) return "/IMDB Rating";
        if (movie["Production Budget"] is JsonValue budget && (budget.GetValueKind() != JsonValueKind.Number || budget.GetValue<double>() <= 1000)) return "/Production Budget";
        return null;
    }

    private static async Task<JsonElement> UploadAsync(RestStreamApp app, string topic, string[] lines)
    {
        using var response = await app.PostNdjsonAsync(topic, string.Join('\n', lines));
        return await response.JsonAsync(201);
    }

    private static async Task<JsonNode> InferAsync(RestStreamApp app)
    {
        using var response = await app.PostAsync("/v1/schemas/infer", $$"""{"topic":"draft","max":{{Samples}}}""");
        var answer = await response.JsonAsync(200);
        Assert.Equal(Samples, answer.GetProperty("samples").GetInt32());
        return JsonNode.Parse(answer.GetProperty("schema").GetRawText())!;
    }

    private static async Task RegisterAsync(RestStreamApp app, string subject, string schema)
    {
        var body = new JsonObject { ["schemaType"] = "JSON", ["schema"] = schema }.ToJsonString();
        using var response = await app.SendAsync(HttpMethod.Post, $"/subjects/{subject}/versions", Encoding.UTF8.GetBytes(body));
        await response.JsonAsync(200);
    }
}
