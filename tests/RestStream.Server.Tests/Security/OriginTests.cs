namespace RestStream.Server.Tests.Security;

public sealed class OriginTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With(("AllowedOrigins", "https://friend.example"));

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task ForeignPage_ChangingCall_Returns403AndChangesNothing(string header, string value)
    {
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/v1/topics/t"), (HttpMethod.Put, "/v1/topics/t"), (HttpMethod.Delete, "/v1/topics/t") })
        {
            using var response = await _app.SendAsync(method, path, "{}"u8.ToArray(), "text/plain", headers: (header, value));
            await response.ProblemAsync("foreign-origin");
        }

        Assert.Null(_app.Engine.Find("t"));
    }

    [Theory]
    [InlineData("https://friend.example")]
    [InlineData(null)]
    public async Task AllowedOrOwnOrigin_MayChange(string? origin)
    {
        using var response = await _app.SendAsync(HttpMethod.Post, "/v1/topics/t", "1"u8.ToArray(), headers: ("Origin", origin ?? _app.Address.ToString().TrimEnd('/')));

        await response.JsonAsync(201);
    }

    [Fact]
    public async Task Reads_AllowedOriginGetsCors_OthersDoNot()
    {
        await _app.CreateTopicAsync("t");

        using var friend = await _app.SendAsync(HttpMethod.Get, "/v1/topics/t", null, headers: ("Origin", "https://friend.example"));
        using var other = await _app.SendAsync(HttpMethod.Get, "/v1/topics/t", null, headers: ("Origin", "https://elsewhere.example"));

        Assert.Equal("https://friend.example", friend.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("https://friend.example", true)]
    [InlineData("https://elsewhere.example", false)]
    public async Task AnyOriginAllowed_OnlyThoseThatAreNamedReadWithCredentials(string origin, bool isNamed)
    {
        await using var app = RestStreamApp.With(("AllowedOrigins", "* https://friend.example"));

        using var response = await app.SendAsync(HttpMethod.Get, "/v1/topics", null, headers: ("Origin", origin));

        Assert.True(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(isNamed, response.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Cors_IsOffByDefault()
    {
        await using var app = RestStreamApp.With();

        using var response = await app.SendAsync(HttpMethod.Get, "/v1/topics", null, headers: ("Origin", "https://friend.example"));

        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task UnknownHost_OnALoopbackServer_Returns400()
    {
        using var response = await _app.SendAsync(HttpMethod.Get, "/v1/topics", null, headers: ("Host", "rebound.example"));

        await response.ProblemAsync("unknown-host");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();
}
