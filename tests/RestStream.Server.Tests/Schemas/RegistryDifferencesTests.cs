using System.Text.Json;

namespace RestStream.Server.Tests.Schemas;

/// <summary>The differences of two versions in words.</summary>
public sealed class RegistryDifferencesTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public async Task Differences_OfAVersionFromTheOneBeforeOrAnother_AreTold()
    {
        await _app.OkAsync(HttpMethod.Put, "/config", """{"compatibility":"NONE"}""");
        await RegisterAsync("""{"title":"a","type":"integer"}""");
        await RegisterAsync("""{"title":"b","type":"number"}""");
        await RegisterAsync("""{"title":"b","type":"string"}""");

        var latest = await _app.OkAsync(HttpMethod.Get, "/subjects/s/versions/latest/differences");
        var second = await _app.OkAsync(HttpMethod.Get, "/subjects/s/versions/2/differences?from=1");
        var first = await _app.OkAsync(HttpMethod.Get, "/subjects/s/versions/1/differences");

        var changed = Assert.Single(latest.EnumerateArray());
        Assert.Equal("TYPE_CHANGED", changed.GetProperty("type").GetString());
        Assert.False(changed.GetProperty("isCompatible").GetBoolean());
        Assert.Contains("type number", changed.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(["TITLE_CHANGED", "TYPE_EXTENDED"], second.EnumerateArray().Select(difference => difference.GetProperty("type").GetString()));
        Assert.Equal(0, first.GetArrayLength());
    }

    [Fact]
    public async Task Differences_FromAVersionThatIsNone_AreRefused()
    {
        await RegisterAsync("""{"type":"integer"}""");

        await _app.RefusedAsync(40402, HttpMethod.Get, "/subjects/s/versions/1/differences?from=7");
        await _app.RefusedAsync(42202, HttpMethod.Get, "/subjects/s/versions/1/differences?from=x");
        await _app.RefusedAsync(40401, HttpMethod.Get, "/subjects/t/versions/1/differences");
    }

    private Task<JsonElement> RegisterAsync(string schema) =>
        _app.OkAsync(HttpMethod.Post, "/subjects/s/versions", $$"""{"schemaType":"JSON","schema":{{JsonSerializer.Serialize(schema)}}}""");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _app.DisposeAsync();
}
