using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RestStream.Server.Tests.Ledger;

/// <summary>The life of one small topic: made, written, truncated, some deleted; when each step was acknowledged, and the check that it holds.</summary>
internal sealed class SideTopic(string name, bool isToBeDeleted)
{
    private const long Never = long.MaxValue;
    private const int Records = 3, TruncatedBefore = 2;
    private long _created = Never, _written = Never, _truncated = Never, _deleted = Never;
    private bool _isDeleteTried;

    /// <summary>All steps, until one fails.</summary>
    public async Task RunAsync(HttpClient http)
    {
        _created = await SendAsync(http, HttpMethod.Post, "/v1/topics", $$"""{"name":"{{name}}","partitions":2}""", HttpStatusCode.Created);
        string records = string.Join(',', Enumerable.Repeat("""{"partition":0,"value":1}""", Records));
        _written = await SendAsync(http, HttpMethod.Post, $"/v1/topics/{name}/records", $"[{records}]", HttpStatusCode.Created);
        string truncation = $$"""{"partitions":[{"partition":0,"beforeOffset":{{TruncatedBefore}}}]}""";
        _truncated = await SendAsync(http, HttpMethod.Post, $"/v1/topics/{name}/truncate", truncation, HttpStatusCode.OK);
        if (!isToBeDeleted) return;
        _isDeleteTried = true;
        _deleted = await SendAsync(http, HttpMethod.Delete, $"/v1/topics/{name}", null, HttpStatusCode.NoContent);
    }

    /// <summary>What is wrong with it now, when acknowledgements before a time bind; null for nothing.</summary>
    public async Task<string?> CheckAsync(HttpClient http, long bindsBefore)
    {
        using HttpResponseMessage answer = await http.GetAsync($"/v1/topics/{name}");
        if (answer.StatusCode == HttpStatusCode.NotFound) return _created < bindsBefore && !_isDeleteTried ? $"{name} was made and is gone" : null;
        if (answer.StatusCode != HttpStatusCode.OK) return $"{name}: {(int)answer.StatusCode}";
        if (_deleted < bindsBefore) return $"{name} was deleted and is back";
        using JsonDocument topic = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        JsonElement partition = topic.RootElement.GetProperty("partitions")[0];
        long start = partition.GetProperty("logStartOffset").GetInt64(), end = partition.GetProperty("highWatermark").GetInt64();
        if (topic.RootElement.GetProperty("partitions").GetArrayLength() != 2) return $"{name} has lost a partition";
        if (end != Records && (end != 0 || _written < bindsBefore)) return $"{name} ends at {end}";
        if (start != TruncatedBefore && (start != 0 || _truncated < bindsBefore)) return $"{name} starts at {start}";
        return null;
    }

    private static async Task<long> SendAsync(HttpClient http, HttpMethod method, string path, string? json, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.SendAsync(request);
        if (answer.StatusCode != expected) throw new RefusedException($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return TimeProvider.System.GetTimestamp();
    }
}
