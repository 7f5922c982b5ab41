using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using static RestStream.Server.Tests.Schemas.RegistryApp;

namespace RestStream.Server.Tests.Schemas;

/// <summary>What the registry said under load, and whether it is still so: each answered registration is there, each answered deletion stays, and no id ever stands for two schemas.</summary>
internal sealed class RegistryLedger
{
    private const int Writers = 8;
    private const int PageSize = 1000;
    private readonly ConcurrentDictionary<int, string> _textById = new();
    private readonly ConcurrentDictionary<string, (int Id, string Text)> _registered = new();
    private readonly ConcurrentDictionary<string, bool> _deleted = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Random[] _random;
    private int _next;

    public RegistryLedger(SeededRandom random) => _random = [.. Enumerable.Range(0, Writers).Select(_ => new Random(random.Next(int.MaxValue)))];

    public int Acknowledged => _registered.Count + _deleted.Count;

    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Registers and deletes until the server is gone.</summary>
    public Task RunAsync(ServerProcess server) => Task.WhenAll(_random.Select(random => Task.Run(() => WriteAsync(server, random))));

    /// <summary>Compares what the server holds with what it said.</summary>
    public async Task CheckAsync(ServerProcess server)
    {
        var held = new Dictionary<string, (int Id, string Text)>();
        using var client = server.CreateClient();
        for (var offset = 0; ; offset += PageSize)
        {
            var page = JsonDocument.Parse(await client.GetStringAsync($"/schemas?offset={offset}")).RootElement;
            foreach (var version in page.EnumerateArray()) held[version.GetProperty("subject").GetString()!] = (version.GetProperty("id").GetInt32(), version.GetProperty("schema").GetString()!);
            if (page.GetArrayLength() < PageSize) break;
        }

        foreach (var (subject, said) in _registered)
        {
            if (!held.TryGetValue(subject, out var found)) _faults.Enqueue($"{subject} was registered under {said.Id} and is gone");
            else if (found != said) _faults.Enqueue($"{subject} was {said} and is {found}");
        }

        foreach (var subject in _deleted.Keys.Where(held.ContainsKey)) _faults.Enqueue($"{subject} was deleted and is back");
        foreach (var (id, text) in held.Values) Note(id, text);
    }

    private async Task WriteAsync(ServerProcess server, Random random)
    {
        using var client = server.CreateClient();
        try
        {
            while (true)
            {
                var number = Interlocked.Increment(ref _next);
                var (subject, text) = ($"subject-{number}", AvroText($"f{number}"));
                await RegisterAsync(client, subject, text);
                if (random.Next(3) == 0) await DeleteAsync(client, subject);
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone: what was on its way may be there or not.
        }
    }

    private async Task RegisterAsync(HttpClient client, string subject, string text)
    {
        using var content = new StringContent(Body(text), Encoding.UTF8, MediaType);
        using var answer = await client.PostAsync($"/subjects/{subject}/versions", content);
        if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"{answer.StatusCode}");
        var id = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetInt32();
        Note(id, text);
        _registered[subject] = (id, text);
    }

    private async Task DeleteAsync(HttpClient client, string subject)
    {
        _registered.TryRemove(subject, out _);
        foreach (var query in new[] { "", "?permanent=true" })
        {
            using var answer = await client.DeleteAsync($"/subjects/{subject}{query}");
            if (answer.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"{answer.StatusCode}");
        }

        _deleted[subject] = true;
    }

    private void Note(int id, string text)
    {
        if (_textById.GetOrAdd(id, text) is var known && known != text) _faults.Enqueue($"id {id} was given to {known} and to {text}");
    }
}
