using System.Net;
using System.Text.Json;
using RestStream.Server.Errors;

namespace RestStream.Server.Tests;

/// <summary>What tests ask of a response.</summary>
internal static class ResponseAssertions
{
    /// <summary>The body as JSON, after checking the status.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"Expected {status}, got {(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Checks that the response is a problem of this code, complete and in accord with the table.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"Not a problem: {(int)response.StatusCode} {text}");
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        var entry = ErrorTable.Of(code);
        Assert.Equal((HttpStatusCode)entry.Status, response.StatusCode);
        Assert.Equal(entry.Status, problem.GetProperty("status").GetInt32());
        Assert.Equal("/errors/" + code, problem.GetProperty("type").GetString());
        Assert.Equal(entry.Title, problem.GetProperty("title").GetString());
        Assert.Equal(entry.Retriable, problem.GetProperty("retriable").GetBoolean());
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        Assert.Equal(entry.RetryAfterSeconds > 0, response.Headers.RetryAfter is not null);
        return problem;
    }
}
