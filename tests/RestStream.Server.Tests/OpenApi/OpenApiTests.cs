using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Tests.OpenApi;

public sealed class OpenApiTests : IAsyncLifetime
{
    private static readonly string[] Undescribed =
    [
        "/contexts/{context}/{**rest}", "/associations/{**rest}", "/exporters/{**rest}", "/dek-registry/{**rest}",
        "/openapi/{documentName}.json", "/openapi/{documentName}.{extension:regex(^(json|ya?ml)$)}", "/swagger/{**path}", "/hubs/stream", "/hubs/stream/negotiate",
    ];
    private readonly RestStreamApp _app = RestStreamApp.With();

    /// <summary>Set RESTSTREAM_WRITE_OPENAPI=1 to write the checked-in document anew.</summary>
    [Fact]
    public async Task Document_IsTheCheckedInOne()
    {
        var served = (await _app.Client.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = Repository.Path("openapi", "v1.json");
        if (Environment.GetEnvironmentVariable("RESTSTREAM_WRITE_OPENAPI") == "1") await File.WriteAllTextAsync(path, served);

        Assert.Equal(await File.ReadAllTextAsync(path), served);
    }

    [Fact]
    public void EveryRoute_IsDescribed()
    {
        var sources = (IEnumerable<EndpointDataSource>)_app.Services.GetService(typeof(IEnumerable<EndpointDataSource>))!;
        var routes = sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(routes);
        Assert.All(routes, route =>
        {
            var path = "/" + route.RoutePattern.RawText!.Trim('/');
            Assert.True(Undescribed.Contains(path) || route.Metadata.GetMetadata<OperationDoc>() is not null, path + " has no description");
        });
    }

    [Fact]
    public async Task EveryOperation_HasSummaryTagExampleAndProblems()
    {
        foreach (var (path, method, operation) in await OperationsAsync())
        {
            var name = $"{method} {path}";
            Assert.True(operation.GetProperty("summary").GetString()!.Length > 5, name);
            Assert.True(operation.GetProperty("tags").GetArrayLength() == 1, name);
            Assert.True(operation.GetProperty("responses").TryGetProperty("500", out _), name);
            if (operation.TryGetProperty("requestBody", out var body))
            {
                Assert.All(body.GetProperty("content").EnumerateObject(), type => Assert.True(type.Value.TryGetProperty("example", out _), name));
            }

            foreach (var parameter in Parameters(operation).Where(parameter => parameter.GetProperty("in").GetString() == "path"))
            {
                Assert.True(parameter.TryGetProperty("example", out _), name);
            }
        }
    }

    [Fact]
    public async Task EveryExample_PressedInFileOrderOnAnEmptyServer_Succeeds()
    {
        foreach (var (path, method, operation) in await OperationsAsync())
        {
            foreach (var request in Examples(path, method, operation))
            {
                using var response = await _app.Client.SendAsync(request);
                var answer = await response.Content.ReadAsStringAsync();
                Assert.True(response.IsSuccessStatusCode, $"{method} {request.RequestUri}: {(int)response.StatusCode} {answer}");
                Assert.True(operation.GetProperty("responses").TryGetProperty(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), out _), $"{method} {path}: {response.StatusCode} is not described");
            }
        }
    }

    [Theory]
    [InlineData("get", "/v1/topics/{topic}/records", "503")]
    [InlineData("post", "/v1/topics", "408")]
    [InlineData("post", "/v1/topics", "503")]
    [InlineData("patch", "/v1/topics/{topic}", "408")]
    [InlineData("post", "/v1/topics/{topic}/truncate", "408")]
    public async Task SlowClientOrBusyServer_IsDescribed(string method, string path, string status)
    {
        var (_, _, operation) = (await OperationsAsync()).Single(one => one.Method == method && one.Path == path);

        Assert.True(operation.GetProperty("responses").TryGetProperty(status, out _));
    }

    [Fact]
    public async Task SwaggerUi_AsksNoOnlineValidator()
    {
        var page = await _app.Client.GetStringAsync("/swagger/index.html");
        var script = await _app.Client.GetStringAsync("/swagger/index.js");

        Assert.Contains("RestStream", page, StringComparison.Ordinal);
        Assert.Contains("configObject.validatorUrl = null", script, StringComparison.Ordinal);
        Assert.Contains("\"tryItOutEnabled\":true", script, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    private async Task<List<(string Path, string Method, JsonElement Operation)>> OperationsAsync()
    {
        var document = await _app.GetJsonAsync("/openapi/v1.json");
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => (path.Name, method.Name, method.Value)))];
    }

    private static JsonElement.ArrayEnumerator Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : default;

    private static IEnumerable<HttpRequestMessage> Examples(string path, string method, JsonElement operation)
    {
        var query = new List<string>();
        foreach (var parameter in Parameters(operation).Where(parameter => parameter.TryGetProperty("example", out _)))
        {
            var name = parameter.GetProperty("name").GetString()!;
            var value = Uri.EscapeDataString(parameter.GetProperty("example").ToString());
            if (parameter.GetProperty("in").GetString() == "path") path = path.Replace("{" + name + "}", value, StringComparison.Ordinal);
            else query.Add($"{name}={value}");
        }

        var target = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}";
        if (!operation.TryGetProperty("requestBody", out var body))
        {
            yield return new HttpRequestMessage(HttpMethod.Parse(method), target);
            yield break;
        }

        foreach (var type in body.GetProperty("content").EnumerateObject())
        {
            var example = type.Value.GetProperty("example");
            var text = type.Name == "application/json" ? example.GetRawText() : example.GetString()!;
            // Receipts for each record are for bodies that have an end.
            var url = type.Name == "application/x-ndjson" ? path : target;
            yield return new HttpRequestMessage(HttpMethod.Parse(method), url) { Content = new StringContent(text, Encoding.UTF8, type.Name) };
        }
    }
}
