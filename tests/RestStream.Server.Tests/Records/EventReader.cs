using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Records;

/// <summary>Reads server-sent events as a browser would.</summary>
internal sealed class EventReader(HttpResponseMessage response, Stream body) : IDisposable
{
    private readonly StreamReader _lines = new(body);

    public string? ContentType => response.Content.Headers.ContentType?.MediaType;

    /// <summary>The next line; null at the end.</summary>
    public Task<string?> LineAsync() => Eventually.Ends(_lines.ReadLineAsync());

    public async Task<string> UntilAsync(Func<string, bool> isIt)
    {
        while (true)
        {
            var line = await LineAsync() ?? throw new InvalidOperationException("The stream ended.");
            if (isIt(line)) return line;
        }
    }

    public async Task<string> IdAsync() => (await UntilAsync(line => line.StartsWith("id: ", StringComparison.Ordinal)))[4..];

    /// <summary>The next event that has data.</summary>
    public async Task<(string? Id, string Type, JsonElement Data)> EventAsync()
    {
        string? id = null;
        var type = "message";
        string? data = null;
        while (true)
        {
            var line = await LineAsync() ?? throw new InvalidOperationException("The stream ended.");
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            if (line.Length == 0 && data is not null) return (id, type, JsonDocument.Parse(data).RootElement);
            if (line.Length == 0) type = "message";
        }
    }

    /// <summary>The next record, whatever named events come before it.</summary>
    public async Task<JsonElement> UntilRecordAsync()
    {
        while (true)
        {
            var (_, type, data) = await EventAsync();
            if (type == "message") return data;
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        response.Dispose();
    }
}
