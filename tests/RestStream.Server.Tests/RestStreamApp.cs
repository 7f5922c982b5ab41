using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RestStream.Core;
using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Server.Tests;

/// <summary>A whole server in this process, on a real Kestrel and a free port, over a data directory of its own.</summary>
public sealed class RestStreamApp : IAsyncDisposable
{
    private readonly TempDirectory? _ownDirectory;
    private readonly Factory _factory;

    /// <summary>Starts a server; settings are option names with their values, such as <c>Limits:MaxLineBytes</c>.</summary>
    public RestStreamApp(string? dataDir = null, Action<IServiceCollection>? services = null, params (string Name, string Value)[] settings)
    {
        if (dataDir is null) _ownDirectory = new TempDirectory();
        DataDir = dataDir ?? _ownDirectory!.Path;
        _factory = new Factory(DataDir, settings, services);
        _factory.UseKestrel();
        _factory.StartServer();
        var addresses = _factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Address = new Uri(addresses.Addresses.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public static RestStreamApp With(params (string Name, string Value)[] settings) => new(settings: settings);

    /// <summary>Starts a server with a clock that the test moves.</summary>
    public static RestStreamApp At(ManualTimeProvider time, params (string Name, string Value)[] settings) =>
        new(services: services => services.AddSingleton<TimeProvider>(time), settings: settings);

    /// <summary>Starts a server over an engine that wraps the real one.</summary>
    public static RestStreamApp Over(Func<ILogEngine, ILogEngine> wrap) => new(services: services => services.Decorate(wrap));

    public string DataDir { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public ILogEngine Engine => _factory.Services.GetRequiredService<ILogEngine>();

    public IServiceProvider Services => _factory.Services;

    public Task<HttpResponseMessage> GetAsync(string path, string? accept = null) => SendAsync(HttpMethod.Get, path, null, accept: accept);

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        using var response = await GetAsync(path);
        return await response.JsonAsync(200);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string? contentType = "application/json") =>
        SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), contentType);

    public Task<HttpResponseMessage> PostNdjsonAsync(string topic, string body) => PostAsync($"/v1/topics/{topic}/records", body, "application/x-ndjson");

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, byte[]? body, string? contentType = "application/json", string? accept = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (contentType is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Makes a topic with so many partitions.</summary>
    public async Task CreateTopicAsync(string name, int partitions = 1, string config = "{}")
    {
        using var response = await PostAsync("/v1/topics", $$"""{"name":"{{name}}","partitions":{{partitions}},"config":{{config}}}""");
        await response.JsonAsync(201);
    }

    /// <summary>Produces JSON records, each as it stands.</summary>
    public async Task<JsonElement> ProduceAsync(string topic, params string[] records)
    {
        using var response = await PostAsync($"/v1/topics/{topic}/records", $"[{string.Join(",", records)}]");
        return await response.JsonAsync(201);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        // The program's own thread ends beside the factory: the directory is free when its lock is.
        await Eventually.True(IsUnlocked, TimeSpan.FromMinutes(2));
        _ownDirectory?.Dispose();
    }

    private bool IsUnlocked()
    {
        using var held = new PosixFileSystem().TryLock(Path.Combine(DataDir, ".lock"));
        return held is not null;
    }

    private sealed class Factory(string dataDir, (string Name, string Value)[] settings, Action<IServiceCollection>? services) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("RestStream:DataDir", dataDir);
            builder.UseSetting("RestStream:DrainDelay", "0s");
            builder.UseSetting("RestStream:Urls", "http://127.0.0.1:0");
            builder.UseSetting("RestStream:Storage:DiskReserveBytes", "1");
            foreach (var (name, value) in settings) builder.UseSetting("RestStream:" + name, value);
            if (services is not null) builder.ConfigureServices(services);
        }
    }
}
