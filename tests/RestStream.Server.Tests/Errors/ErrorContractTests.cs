using System.Text.Json;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Tests.Errors;

public sealed class ErrorContractTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Fact]
    public void Table_EveryEngineCode_HasARow()
    {
        foreach (var code in Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None)) Assert.NotNull(ErrorTable.Find(ErrorCodes.NameOf(code)));
    }

    [Fact]
    public void Table_NotNowStatuses_SayWhenToRetry() =>
        Assert.All(ErrorTable.All.Where(row => row.Status is 429 or 503 or 507), row => Assert.True(row.Retriable && row.RetryAfterSeconds > 0, row.Code));

    [Fact]
    public async Task Pages_EveryCode_ExistsAsJsonAndHtml()
    {
        foreach (var entry in ErrorTable.All)
        {
            var page = await _app.GetJsonAsync("/errors/" + entry.Code);
            Assert.Equal(entry.Status, page.GetProperty("status").GetInt32());
            using var html = await _app.GetAsync("/errors/" + entry.Code, "text/html,application/xhtml+xml,*/*;q=0.8");
            Assert.Equal("text/html", html.Content.Headers.ContentType!.MediaType);
            Assert.Contains(entry.Title, await html.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(ErrorTable.All.Count(), (await _app.GetJsonAsync("/errors")).GetProperty("errors").GetArrayLength());
        using var unknown = await _app.GetAsync("/errors/no-such-code");
        await unknown.ProblemAsync("route-not-found");
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/topics/a/b/c")]
    public async Task UnknownRoute_Returns404Problem(string path)
    {
        using var response = await _app.GetAsync(path);

        await response.ProblemAsync("route-not-found");
    }

    [Theory]
    [InlineData("DELETE", "/v1/topics", "GET, POST")]
    [InlineData("TRACE", "/v1/topics/a", "DELETE, GET, PATCH, POST, PUT")]
    [InlineData("FOO", "/v1/topics/a/records", "GET, POST")]
    [InlineData("POST", "/metrics", "GET")]
    public async Task OtherMethod_Returns405WithAllow(string method, string path, string allow)
    {
        using var response = await _app.SendAsync(new HttpMethod(method), path, null);

        await response.ProblemAsync("method-not-allowed");
        Assert.Equal(allow, string.Join(", ", response.Content.Headers.Allow.Order()));
    }

    [Fact]
    public async Task Exception_InTheEngine_Returns500WithoutStackOrPath()
    {
        await using var app = new RestStreamApp(services: services => services.Decorate<ILogEngine>(engine => new ThrowingEngine(engine)));

        using var response = await app.GetAsync("/v1/topics/boom");

        var problem = await response.ProblemAsync("internal-error");
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(problem), StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();
}
