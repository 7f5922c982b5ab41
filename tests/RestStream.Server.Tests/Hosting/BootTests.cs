using System.Net.Sockets;
using System.Text;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Hosting;

[Collection(Processes.ProcessTests.Name)]
public sealed class BootTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public async Task Start_ShowsWhereAndAFirstCurl_AndStopsCleanlyOnTerm()
    {
        using var server = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", _directory.Path);
        var address = await server.ReadyAsync();
        await Eventually.True(() => server.Output.Contains("/swagger", StringComparison.Ordinal)); // The last line of it.

        Assert.Contains(_directory.Path, server.Output, StringComparison.Ordinal);
        Assert.Contains($"curl -d '{{\"mag\":4.2,\"place\":\"Castaic\"}}' {address.ToString().TrimEnd('/')}/v1/topics/quakes", server.Output, StringComparison.Ordinal);
        Assert.Equal(0, await server.TerminateAsync());
        Assert.Equal("", server.Errors);
        Assert.True(File.Exists(_directory.Combine(".kafka_cleanshutdown")));
    }

    [Fact]
    public async Task KilledServer_StartedAgain_HasEveryAcknowledgedRecord()
    {
        using var client = new HttpClient();
        using (var server = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", _directory.Path))
        {
            var address = await server.ReadyAsync();
            for (var i = 0; i < 20; i++) await client.PostAsync(new Uri(address, "/v1/topics/t"), new StringContent($"{i}"));
            await server.KillAsync();
        }

        using var again = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", _directory.Path);
        var page = await client.GetStringAsync(new Uri(await again.ReadyAsync(), "/v1/topics/t/records"));

        Assert.Contains("\"offset\":19,", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_NamesTheDataDirectory()
    {
        using var server = ServerProcess.StartIn(_directory.Path, [("RESTSTREAM__DATADIR", "elsewhere"), ("RESTSTREAM__URLS", "http://127.0.0.1:0")]);
        await server.ReadyAsync();

        Assert.True(Directory.Exists(_directory.Combine("elsewhere")));
    }

    [Fact]
    public async Task PortTaken_IsOneClearLine()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        using var server = ServerProcess.Start("--urls", $"http://127.0.0.1:{port}", "--data-dir", _directory.Path);

        Assert.Equal(1, await server.ExitAsync());
        AssertOneLine(server, $"{port}");
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://localhost:65536")]
    [InlineData("http://127.0.0.1:-1")]
    public async Task NoSuchPort_IsTold(string url)
    {
        using var server = ServerProcess.Start("--urls", url, "--data-dir", _directory.Path);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains(url, server.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output + server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DataDirectoryInUse_IsOneClearLine()
    {
        using var first = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", _directory.Path);
        await first.ReadyAsync();

        using var second = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", _directory.Path);

        Assert.Equal(1, await second.ExitAsync());
        AssertOneLine(second, _directory.Path);
    }

    [Fact]
    public async Task DataDirectoryIsAFile_IsOneClearLine()
    {
        var file = _directory.Combine("file");
        await File.WriteAllTextAsync(file, "");

        using var server = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", file);

        Assert.Equal(1, await server.ExitAsync());
        AssertOneLine(server, file);
    }

    [Fact]
    public async Task OtherAddress_AsksForInsecure()
    {
        using var refused = ServerProcess.Start("--urls", "http://0.0.0.0:0", "--data-dir", _directory.Path);
        Assert.Equal(1, await refused.ExitAsync());
        Assert.Contains("--insecure", refused.Errors, StringComparison.Ordinal);

        using var allowed = ServerProcess.Start("--urls", "http://0.0.0.0:0", "--data-dir", _directory.Path, "--insecure");
        await allowed.ReadyAsync();
    }

    [Fact]
    public async Task BadOptions_AreAllToldAtOnce()
    {
        using var server = ServerProcess.Start("--data-dir", _directory.Path, "--RestStream:Limits:MaxWait=soon", "--RestStream:Limits:MaxRecords=0", "--RestStream:NoSuch=1", "--urls", "nonsense");

        Assert.Equal(1, await server.ExitAsync());
        foreach (var name in new[] { "MaxWait", "MaxRecords", "NoSuch", "nonsense" }) Assert.Contains(name, server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownArgument_ShowsTheUsage()
    {
        using var server = ServerProcess.Start("--dat-dir", _directory.Path);

        Assert.Equal(2, await server.ExitAsync());
        Assert.Contains("usage:", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_AnswersWaitingReadsAndEndsStreamsWithAHint()
    {
        using var client = new HttpClient();
        using var server = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", _directory.Path);
        var address = await server.ReadyAsync();
        await client.PostAsync(new Uri(address, "/v1/topics/t"), new StringContent("1"));
        var poll = client.GetStringAsync(new Uri(address, "/v1/topics/t/records?from=latest&wait=50s"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, "/v1/topics/t/records")) { Headers = { { "Accept", "text/event-stream" } } };
        using var stream = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(), Encoding.UTF8);
        await Eventually.True(async () => (await client.GetStringAsync(new Uri(address, "/metrics"))).Contains("reststream_fetch_parked 2", StringComparison.Ordinal));

        var exit = server.TerminateAsync();

        Assert.Contains("\"records\":[]", await Eventually.Ends(poll), StringComparison.Ordinal);
        var rest = await Eventually.Ends(lines.ReadToEndAsync());
        Assert.Contains("the server stops", rest, StringComparison.Ordinal);
        Assert.Contains("retry: ", rest, StringComparison.Ordinal);
        Assert.Equal(0, await exit);
    }

    [Fact]
    public async Task IdleServer_WithOneTopic_StaysBelow100MB()
    {
        using var client = new HttpClient();
        using var server = ServerProcess.Start("--urls", "http://127.0.0.1:0", "--data-dir", _directory.Path);
        var address = await server.ReadyAsync();
        await client.PostAsync(new Uri(address, "/v1/topics/t"), new StringContent("1"));

        Assert.InRange(server.ResidentBytes(), 0, 100_000_000);
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertOneLine(ServerProcess server, string mentions)
    {
        var line = Assert.Single(server.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("RestStream: ", line, StringComparison.Ordinal);
        Assert.Contains(mentions, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }
}
