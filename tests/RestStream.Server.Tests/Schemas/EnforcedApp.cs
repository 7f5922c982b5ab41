using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using RestStream.Schemas.Enforcement;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Schemas;

/// <summary>A server whose schemas the test registers.</summary>
internal sealed class EnforcedApp : IAsyncDisposable
{
    /// <summary>Objects with a magnitude from 0 to 10 and a place that is text.</summary>
    public const string Quake = """{"title":"Quake","type":"object","properties":{"mag":{"type":"number","minimum":0,"maximum":10},"place":{"type":"string"}},"required":["mag"]}""";

    private readonly TempDirectory _directory = new();

    private EnforcedApp((string Name, string Value)[] settings) => App = Start(settings);

    public static EnforcedApp With(params (string Name, string Value)[] settings) => new(settings);

    public KnownSchemas Schemas { get; } = new();

    public RestStreamApp App { get; private set; }

    /// <summary>Stops the server and starts it again over the same data.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        App = Start([]);
    }

    /// <summary>Makes a topic, registers <see cref="Quake"/> for it, and sets what it asks.</summary>
    public async Task<RegisteredSchema> EnforceAsync(string topic, string rule = """{"mode":"enforce"}""", string schema = Quake, int partitions = 1)
    {
        await App.CreateTopicAsync(topic, partitions);
        var registered = Schemas.Register(topic + "-value", schema);
        using var set = await PutAsync(topic, rule);
        await set.JsonAsync(200);
        return registered;
    }

    public Task<HttpResponseMessage> PutAsync(string topic, string rule) => App.SendAsync(HttpMethod.Put, $"/v1/topics/{topic}/schema", Encoding.UTF8.GetBytes(rule));

    /// <summary>The records of a topic.</summary>
    public async Task<JsonElement[]> RecordsAsync(string topic, string query = "")
    {
        var page = await App.GetJsonAsync($"/v1/topics/{topic}/records{query}");
        return [.. page.GetProperty("records").EnumerateArray()];
    }

    /// <summary>The value in the wire form with the id in front.</summary>
    public static byte[] Prefixed(int id, string json)
    {
        var bytes = new byte[5 + Encoding.UTF8.GetByteCount(json)];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), id);
        Encoding.UTF8.GetBytes(json, bytes.AsSpan(5));
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _directory.Dispose();
    }

    private RestStreamApp Start((string Name, string Value)[] settings) =>
        new(_directory.Path, services => services.AddSingleton<ISchemaSource>(Schemas), settings);
}
