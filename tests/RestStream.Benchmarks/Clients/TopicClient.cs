using System.Globalization;
using System.Text;
using System.Text.Json;
using RestStream.Benchmarks.Load;

namespace RestStream.Benchmarks.Clients;

/// <summary>The few control calls a benchmark needs, over one connection.</summary>
internal sealed class TopicClient(int port) : IDisposable
{
    private readonly HttpConnection _connection = new(port);

    public void Create(string topic, int partitions) =>
        Call($"/v1/topics/{topic}", $$"""{"name":"{{topic}}","partitions":{{partitions}}}""", "PUT");

    /// <summary>Makes a topic with configs, or changes them.</summary>
    public void Configure(string topic, int partitions, string config) =>
        Call($"/v1/topics/{topic}", $$"""{"name":"{{topic}}","partitions":{{partitions}},"config":{{config}}}""", "PUT");

    /// <summary>Registers a JSON Schema.</summary>
    public void Register(string subject, string schema) =>
        Call($"/subjects/{subject}/versions", JsonSerializer.Serialize(new { schemaType = "JSON", schema }), "POST");

    /// <summary>Has a topic's values checked.</summary>
    public void Enforce(string topic) => Call($"/v1/topics/{topic}/schema", """{"mode":"enforce"}""", "PUT");

    public string Post(string target, byte[] body) => Encoding.UTF8.GetString(_connection.Call(RequestBytes.Build(target, body)));

    public string Get(string target) => Encoding.UTF8.GetString(_connection.Call(RequestBytes.Build(target, body: null)));

    /// <summary>Syncs done so far, from the server's own metrics.</summary>
    public double SyncCount() => Metric(name => name.Contains("sync", StringComparison.Ordinal) && name.Contains("_count", StringComparison.Ordinal));

    /// <summary>The sum of a metric's series; 0 when there is none yet.</summary>
    public double Metric(string name) => Metric(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is (' ' or '{'));

    /// <summary>The sum of the server's metrics whose names are wanted.</summary>
    public double Metric(Func<string, bool> isWanted)
    {
        _connection.Send(RequestBytes.Build("/metrics", body: null));
        if (_connection.Receive(keepBody: true) != 200) throw new InvalidOperationException("/metrics did not answer");
        return Encoding.UTF8.GetString(_connection.Body).Split('\n')
            .Where(line => !line.StartsWith('#') && isWanted(line))
            .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
    }

    public void Dispose() => _connection.Dispose();

    private void Call(string target, string body, string method) => _connection.Call(RequestBytes.Build(target, Encoding.UTF8.GetBytes(body), method));
}
