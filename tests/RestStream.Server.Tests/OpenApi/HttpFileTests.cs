using System.Net;

namespace RestStream.Server.Tests.OpenApi;

/// <summary>Every request of every .http file, against a server of its own, in the order of the file.</summary>
public sealed class HttpFileTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Repository.Path("http"), "*.http").Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryRequest_AnswersAsExpected(string file)
    {
        await using var app = RestStreamApp.With();
        var requests = HttpFile.Parse(await File.ReadAllLinesAsync(Repository.Path("http", file)), app.Address.ToString().TrimEnd('/'));
        Assert.NotEmpty(requests);

        foreach (var request in requests)
        {
            using var message = request.ToMessage();
            using var response = await app.Client.SendAsync(message);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == (HttpStatusCode)request.Expect, $"{file}: {request.Title}: expected {request.Expect}, got {(int)response.StatusCode}: {body}");
        }
    }
}
