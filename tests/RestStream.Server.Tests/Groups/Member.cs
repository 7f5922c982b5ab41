using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RestStream.Server.Tests.Groups;

/// <summary>A consumer as a client writes one: it keeps the member and the ack of the last answer, and sends them with the next poll.</summary>
internal sealed class Member(RestStreamApp app, string group, string topics)
{
    public string? Id { get; private set; }

    public string? Ack { get; set; }

    public int Generation { get; private set; }

    /// <summary>Polls, acknowledging the last batch; <paramref name="more"/> are further members of the body.</summary>
    public Task<JsonElement> PollAsync(string more = "", string wait = "5s") => SendAsync(Body(more, wait, Ack));

    /// <summary>Polls without an acknowledgement.</summary>
    public Task<JsonElement> PollAgainAsync(string more = "", string wait = "5s") => SendAsync(Body(more, wait, null));

    /// <summary>Polls until a record comes; for what a rebalance makes.</summary>
    public async Task<JsonElement> PollUntilAsync(Func<JsonElement, bool> holds, string more = "")
    {
        for (var i = 0; i < 200; i++)
        {
            var answer = await PollAsync(more, "200ms");
            if (holds(answer)) return answer;
        }

        throw new TimeoutException("It did not hold after 200 polls.");
    }

    /// <summary>The raw answer to a poll.</summary>
    public Task<HttpResponseMessage> TryPollAsync(string more = "", string wait = "0") => app.PostAsync($"/v1/groups/{group}/poll", Body(more, wait, Ack));

    public static IEnumerable<int> Values(JsonElement answer) => answer.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("value").GetInt32());

    public static List<string> Assignment(JsonElement answer) =>
        [.. answer.GetProperty("assignment").EnumerateArray().Select(entry => $"{entry.GetProperty("topic").GetString()}-{entry.GetProperty("partition").GetInt32().ToString(CultureInfo.InvariantCulture)}")];

    private string Body(string more, string wait, string? ack)
    {
        var body = JsonNode.Parse("{" + more + "}")!.AsObject();
        if (!body.ContainsKey("partitions") && topics.Length > 0) body.TryAdd("topics", JsonNode.Parse(topics));
        body.TryAdd("wait", wait);
        if (Id is not null) body.TryAdd("member", Id);
        if (ack is not null) body.TryAdd("ack", ack);
        return body.ToJsonString();
    }

    private async Task<JsonElement> SendAsync(string body)
    {
        using var response = await app.PostAsync($"/v1/groups/{group}/poll", body);
        var answer = await response.JsonAsync(200);
        Id = answer.GetProperty("member").GetString();
        Ack = answer.GetProperty("ack").GetString();
        Generation = answer.GetProperty("generation").GetInt32();
        return answer;
    }
}
