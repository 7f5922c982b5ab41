using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RestStream.Server.Tests.Processes;

/// <summary>One topic of a running server, over HTTP.</summary>
internal sealed class TopicClient(HttpClient http, string topic)
{
    public async Task CreateAsync(int partitions, params (string Name, string Value)[] config)
    {
        object body = new { name = topic, partitions, config = config.ToDictionary(entry => entry.Name, entry => entry.Value) };
        using HttpResponseMessage answer = await http.PostAsJsonAsync("/v1/topics", body);
        await ExpectAsync(answer, HttpStatusCode.Created);
    }

    /// <summary>Produces a body to <c>/records</c> and returns the answer.</summary>
    public async Task<JsonElement> ProduceAsync(string body, string contentType = "application/json", string query = "")
    {
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        using HttpResponseMessage answer = await http.PostAsync($"/v1/topics/{topic}/records{query}", content);
        await ExpectAsync(answer, HttpStatusCode.Created);
        return await ReadJsonAsync(answer);
    }

    /// <summary>The page of one partition from an offset, or of all partitions from a position.</summary>
    public async Task<JsonElement> ReadAsync(string query)
    {
        using HttpResponseMessage answer = await http.GetAsync($"/v1/topics/{topic}/records?{query}");
        await ExpectAsync(answer, HttpStatusCode.OK);
        return await ReadJsonAsync(answer);
    }

    /// <summary>Every record of one partition from an offset to its end.</summary>
    public async Task<List<JsonElement>> DrainAsync(int partition, long from = 0)
    {
        var records = new List<JsonElement>();
        while (true)
        {
            JsonElement page = await ReadAsync($"partition={partition}&from={from}&max=10000&maxBytes=16777216");
            records.AddRange(page.GetProperty("records").EnumerateArray());
            JsonElement end = page.GetProperty("partitions")[0];
            from = end.GetProperty("nextOffset").GetInt64();
            if (from >= end.GetProperty("highWatermark").GetInt64()) return records;
        }
    }

    /// <summary>Fails the test, with the answer's body, unless the status is the expected one.</summary>
    public static async Task ExpectAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        if (answer.StatusCode != expected)
            Assert.Fail($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage answer)
    {
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }
}
