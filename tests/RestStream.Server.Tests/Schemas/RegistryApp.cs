using System.Net;
using System.Text;
using System.Text.Json;

namespace RestStream.Server.Tests.Schemas;

/// <summary>What registry tests ask of a server.</summary>
internal static class RegistryApp
{
    public const string MediaType = "application/vnd.schemaregistry.v1+json";

    /// <summary>A body with an Avro record of these fields, ints all; one with a <c>?</c> has a default.</summary>
    public static string Avro(params string[] fields) => Body(AvroText(fields));

    /// <summary>The text of that record.</summary>
    public static string AvroText(params string[] fields) => $$"""{"type":"record","name":"R","fields":[{{string.Join(",", fields.Select(Field))}}]}""";

    /// <summary>A body with a schema, and more members if need be.</summary>
    public static string Body(string schema, string more = "") => $$"""{"schema":{{JsonSerializer.Serialize(schema)}}{{more}}}""";

    public static Task<JsonElement> GetAsync(this RestStreamApp app, string path, int status) => app.OkAsync(HttpMethod.Get, path, null, status);

    public static async Task<JsonElement> OkAsync(this RestStreamApp app, HttpMethod method, string path, string? body = null, int status = 200)
    {
        using var response = await app.SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), MediaType);
        Assert.Equal(MediaType, response.Content.Headers.ContentType?.MediaType);
        return await response.JsonAsync(status);
    }

    /// <summary>The text of the answer, for exact comparison.</summary>
    public static async Task<string> TextAsync(this RestStreamApp app, HttpMethod method, string path, string? body = null) => (await app.OkAsync(method, path, body)).GetRawText();

    public static Task<string> TextAsync(this RestStreamApp app, string path) => app.TextAsync(HttpMethod.Get, path);

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

    public static Task<string> RefusedAsync(this RestStreamApp app, int code, string path) => app.RefusedAsync(code, HttpMethod.Get, path);

    /// <summary>Registers an Avro record and returns its id.</summary>
    public static async Task<int> RegisterAsync(this RestStreamApp app, string subject, params string[] fields)
    {
        var answer = await app.OkAsync(HttpMethod.Post, $"/subjects/{Uri.EscapeDataString(subject)}/versions", Avro(fields));
        return answer.GetProperty("id").GetInt32();
    }

    private static string Field(string name) => name[^1] == '?' ? $$"""{"name":"{{name[..^1]}}","type":"int","default":0}""" : $$"""{"name":"{{name}}","type":"int"}""";
}
