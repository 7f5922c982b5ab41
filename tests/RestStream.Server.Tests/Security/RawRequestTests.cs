using System.Net.Sockets;
using System.Text;
using RestStream.Server.Records;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Security;

/// <summary>Requests that no well-behaved client sends.</summary>
public sealed class RawRequestTests : IAsyncLifetime
{
    private readonly RestStreamApp _app = RestStreamApp.With();

    [Theory]
    [InlineData("POST /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "400")]
    [InlineData("POST /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "400")]
    [InlineData("GET /v1/topics/a\0b HTTP/1.1\r\nHost: localhost\r\n\r\n", "400")]
    [InlineData("GET /v1/topics/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", "400")]
    [InlineData("GET /v1/topics HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", "400")]
    [InlineData("POST /v1/topics/t?key=%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1", "400")]
    [InlineData("POST /v1/topics/t?key=a%4 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1", "400")]
    [InlineData("POST /v1/topics/t?a=1&KEY=%c3%28 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1", "400")]
    [InlineData("GET /v1/topics HTTP/1.1\nHost: localhost\n\n", "400")]
    [InlineData("POST /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;x\nx\r\n0\r\n\r\n", "400")]
    [InlineData("POST /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZ\r\n", "400")]
    public async Task MalformedRequest_IsRefusedAndStoresNothing(string request, string status)
    {
        var answer = await ExchangeAsync(request);

        Assert.StartsWith("HTTP/1.1 " + status, answer, StringComparison.Ordinal);
        Assert.Null(_app.Engine.Find("t"));
    }

    [Fact]
    public async Task ContentLengthBesideTransferEncoding_ClosesTheConnection()
    {
        const string Smuggled = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

        var answer = await ExchangeAsync("POST /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\n\r\n" + Smuggled);

        Assert.Single(answer.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongRequestLineOrHeaders_AreRefused()
    {
        Assert.StartsWith("HTTP/1.1 414", await ExchangeAsync($"GET /v1/topics/{new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431", await ExchangeAsync($"GET /v1/topics HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 40000)}\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameOf250Characters_Returns422()
    {
        using var response = await _app.PostAsync("/v1/topics/" + new string('a', 250), "1");

        await response.ProblemAsync("invalid-topic-exception");
    }

    [Fact]
    public async Task HeadThatNeverEnds_IsCutOff()
    {
        await using var app = RestStreamApp.With(("Limits:RequestHeadersTimeout", "1s"));

        Assert.StartsWith("HTTP/1.1 408", await ExchangeAsync(app, "GET /v1/topics HTTP/1.1\r\nHost: loc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyThatNeverComes_Returns408AndReleasesItsBudget()
    {
        await using var app = RestStreamApp.With(("Limits:MinDataRateGracePeriod", "1500ms"));
        var budget = (BodyBudget)app.Services.GetService(typeof(BodyBudget))!;

        var answer = await ExchangeAsync(app, "POST /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nx");

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        await Eventually.True(() => budget.InFlightBytes == 0);
        Assert.Null(app.Engine.Find("t"));
    }

    [Fact]
    public async Task ClientLeavesInTheMiddleOfABody_NothingIsStoredAndTheBudgetIsFree()
    {
        var budget = (BodyBudget)_app.Services.GetService(typeof(BodyBudget))!;
        using (var client = await ConnectAsync(_app))
        {
            await client.GetStream().WriteAsync("POST /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\n[{\"value\":1}"u8.ToArray());
            await Eventually.True(() => budget.InFlightBytes > 0);
            client.Client.LingerState = new LingerOption(true, 0);
        }

        await Eventually.True(() => budget.InFlightBytes == 0);
        Assert.Null(_app.Engine.Find("t"));
    }

    [Fact]
    public async Task BudgetUsedUp_Returns503AndASmallRequestStillWorks()
    {
        await using var app = RestStreamApp.With(("Limits:MaxBodyBytesInFlight", "100000"));

        using var large = await app.PostAsync("/v1/topics/t", new string('x', 200_000));
        using var small = await app.PostAsync("/v1/topics/t", "1");

        await large.ProblemAsync("server-busy");
        await small.JsonAsync(201);
    }

    [Fact]
    public async Task ManyTinyRecords_OverTheCount_Returns413()
    {
        await using var app = RestStreamApp.With(("Limits:MaxRecordsPerRequest", "1000"));

        using var response = await app.PostAsync("/v1/topics/t/records", "[" + string.Join(',', Enumerable.Repeat("{\"value\":0}", 1001)) + "]");

        await response.ProblemAsync("request-too-large");
        Assert.Null(app.Engine.Find("t"));
    }

    [Fact]
    public async Task DeepOrHugeJson_IsRefusedInLinearTime()
    {
        using var deep = await _app.PostAsync("/v1/topics/t/records", "[{\"value\":" + new string('[', 100_000) + new string(']', 100_000) + "}]");
        using var longText = await _app.PostAsync("/v1/topics/t/records", "[{\"value\":\"" + new string('x', 7_000_000) + "\"}]");

        await deep.ProblemAsync("invalid-json");
        await longText.ProblemAsync("message-too-large");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private static async Task<TcpClient> ConnectAsync(RestStreamApp app)
    {
        var client = new TcpClient();
        await client.ConnectAsync(app.Address.Host, app.Address.Port);
        return client;
    }

    private Task<string> ExchangeAsync(string request) => ExchangeAsync(_app, request);

    private static async Task<string> ExchangeAsync(RestStreamApp app, string request)
    {
        using var client = await ConnectAsync(app);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        try
        {
            await Eventually.Ends(stream.CopyToAsync(answer));
        }
        catch (IOException)
        {
            // Reset by the server after its answer, because it did not read all of the request.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
