using System.Net;
using System.Text;
using System.Text.Json;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Ledger;

/// <summary>
/// One producer: sends one request after the other, never the same twice, and writes down each before it is sent. Ends when the server is gone.
/// Each producer has its own way to send: batches, NDJSON, single records, acks=1.
/// </summary>
internal sealed class ProducerLoop(int producer, string topic, int partitions, int seed)
{
    private const int NdjsonProducer = 5, SingleProducer = 6, FirstWithoutAll = 6;
    private readonly SeededRandom _random = SeededRandom.Of(seed);
    private readonly string _acks = producer % 8 >= FirstWithoutAll ? "1" : "all";
    private int _number;

    /// <summary>Every request so far, in order. To be read when the loop has ended.</summary>
    public List<Attempt> Attempts { get; } = [];

    /// <summary>An answer that no crash explains; null when there was none.</summary>
    public string? Unexpected { get; private set; }

    /// <summary>Sends until a request fails.</summary>
    public async Task RunAsync(HttpClient http)
    {
        while (await SendAsync(http)) { }
    }

    private async Task<bool> SendAsync(HttpClient http)
    {
        var attempt = new Attempt(producer, _number++, _acks == "all", ChoosePartitions()) { IsStreamed = producer % 8 == NdjsonProducer };
        Attempts.Add(attempt);
        using HttpRequestMessage request = Build(attempt);
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request);
            byte[] body = await answer.Content.ReadAsByteArrayAsync();
            long at = TimeProvider.System.GetTimestamp();
            if (answer.StatusCode != HttpStatusCode.Created) return Refused(answer.StatusCode, body);
            using JsonDocument document = JsonDocument.Parse(body);
            attempt.Acknowledge(document.RootElement, at);
            return true;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private bool Refused(HttpStatusCode status, byte[] body)
    {
        Unexpected = $"producer {producer}: {(int)status} {Encoding.UTF8.GetString(body)}";
        return false;
    }

    private int[] ChoosePartitions()
    {
        var chosen = new int[producer % 8 == SingleProducer ? 1 : _random.Next(1, 12)];
        int only = _random.Next(partitions);
        bool isSpread = _random.Next(3) == 0;
        for (int i = 0; i < chosen.Length; i++) chosen[i] = isSpread ? _random.Next(partitions) : only;
        return chosen;
    }

    private HttpRequestMessage Build(Attempt attempt) => (producer % 8) switch
    {
        SingleProducer => Post($"/v1/topics/{topic}?acks={_acks}&key=p{producer}&partition={attempt.Partitions[0]}", Value(attempt, 0), "application/json"),
        NdjsonProducer => Post($"/v1/topics/{topic}/records?acks={_acks}", Join(attempt, "\n"), "application/x-ndjson"),
        _ => Post($"/v1/topics/{topic}/records?acks={_acks}", $$"""{"records":[{{Join(attempt, ",")}}]}""", "application/json"),
    };

    private string Join(Attempt attempt, string separator)
    {
        var body = new StringBuilder();
        for (int i = 0; i < attempt.Partitions.Length; i++)
            body.Append(i == 0 ? "" : separator).Append($$"""{"key":"p{{producer}}","partition":{{attempt.Partitions[i]}},"value":{{Value(attempt, i)}}}""");
        return body.ToString();
    }

    private string Value(Attempt attempt, int index)
    {
        int padding = _random.Next(40) == 0 ? _random.Next(20_000) : _random.Next(150);
        return StoredRecord.Value(producer, attempt.Number, index, padding);
    }

    private static HttpRequestMessage Post(string path, string body, string contentType) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
}
