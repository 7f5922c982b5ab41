using System.Net;
using System.Text;
using System.Text.Json;

namespace RestStream.Server.Tests.Schemas;

/// <summary>What registry tests ask of a server.</summary>
internal static class RegistryApp
{
    public const string MediaType = "application/vnd.schemaregistry.v1+json";

    /// <summary>The body of a registration of a JSON schema.</summary>
    public static string Json(string schema, string more = "") => $$"""{"schemaType":"JSON","schema":{{JsonSerializer.Serialize(schema)}}{{more}}}""";

    /// <summary>A JSON schema of an object that must have these members.</summary>
    public static string Object(params string[] required) => $$"""{"type":"object","required":{{JsonSerializer.Serialize(required)}}}""";

    public static async Task<JsonElement> OkAsync(this RestStreamApp app, HttpMethod method, string path, string? body = null, int status = 200)
    {
        using var response = await app.SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), MediaType);
        return await response.JsonAsync(status);
    }

    /// <summary>Checks that the call is refused with this code, in Confluent's shape and nothing more.</summary>
    public static async Task<string> RefusedAsync(this RestStreamApp app, int code, HttpMethod method, string path, string? body = null)
    {
        using var response = await app.SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), MediaType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == (HttpStatusCode)(code > 999 ? code / 100 : code), $"Expected {code}, got {(int)response.StatusCode}: {text}");
        var error = JsonDocument.Parse(text).RootElement;
        Assert.Equal(["error_code", "message"], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal(code, error.GetProperty("error_code").GetInt32());
        return error.GetProperty("message").GetString()!;
    }

    public static Task<JsonElement> RegisterAsync(this RestStreamApp app, string subject, string schema, string more = "") =>
        app.OkAsync(HttpMethod.Post, $"/subjects/{Uri.EscapeDataString(subject)}/versions", Json(schema, more));
}
