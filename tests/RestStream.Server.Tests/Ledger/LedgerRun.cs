using System.Text.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Ledger;

/// <summary>Eight producers and two readers against one topic of a server that will be killed, again and again, one client that makes and deletes other topics, and the
/// book of what must be there.</summary>
internal sealed class LedgerRun(SeededRandom random)
{
    public const string Topic = "ledger";
    private const int Partitions = 4, Producers = 8, SideTopics = 6;
    private readonly LedgerBook _book = new(Partitions);
    private List<ProducerLoop> _producers = [];
    private List<ReaderLoop> _readers = [];
    private SideTopicLoop _sideTopics = new("none", 0);
    private Task _load = Task.CompletedTask;
    private HttpClient? _http;
    private int _rounds;

    public int Acknowledged => _book.Acknowledged;

    public int Stored => _book.Stored;

    /// <summary>Makes the topic; its segments are as small as Kafka allows, so that they roll under the load.</summary>
    public static async Task CreateTopicAsync(ServerProcess server, params (string Name, string Value)[] config)
    {
        using HttpClient http = server.CreateClient();
        await new TopicClient(http, Topic).CreateAsync(Partitions, [("segment.bytes", "1048576"), .. config]);
    }

    /// <summary>Starts the load; it goes on until the server is gone.</summary>
    public void Start(ServerProcess server)
    {
        _http = server.CreateClient();
        IEnumerable<int> numbers = Enumerable.Range(Producers * _rounds, Producers);
        _producers = [.. numbers.Select(producer => new ProducerLoop(producer, Topic, Partitions, random.Next()))];
        int first = random.Next(Partitions);
        _readers = [.. new[] { first, (first + 1) % Partitions }.Select(partition => new ReaderLoop(Topic, partition, _book.NextOffset(partition)))];
        _sideTopics = new SideTopicLoop($"side-{_rounds++}", SideTopics);
        _load = Task.WhenAll([
            .. _producers.Select(producer => Task.Run(() => producer.RunAsync(_http))),
            .. _readers.Select(reader => Task.Run(() => reader.RunAsync(_http))),
            Task.Run(() => _sideTopics.RunAsync(_http))]);
    }

    /// <summary>Waits for the load to end, once the server is gone.</summary>
    public async Task EndAsync()
    {
        await Eventually.Ends(_load, TimeSpan.FromMinutes(2));
        _http!.Dispose();
        foreach (ProducerLoop producer in _producers) _book.Add(producer.Attempts);
    }

    /// <summary>Answers that were neither an acknowledgement nor a lost connection.</summary>
    public IEnumerable<string> UnexpectedAnswers => [.. _producers.Select(producer => producer.Unexpected).Append(_sideTopics.Unexpected).OfType<string>()];

    /// <summary>Reads what is there since the last check, and returns all that is wrong.</summary>
    /// <param name="server">The server, started again.</param>
    /// <param name="counts">Which acknowledgements bind.</param>
    /// <param name="readBefore">Reads, and changes of other topics, from before this time (a timestamp) bind.</param>
    public async Task<List<string>> CheckAsync(ServerProcess server, Func<Attempt, bool> counts, long readBefore)
    {
        var wrong = new List<string>();
        using HttpClient http = server.CreateClient();
        var topic = new TopicClient(http, Topic);
        for (int partition = 0; partition < Partitions; partition++)
            wrong.AddRange(_book.See(partition, (await topic.DrainAsync(partition, _book.NextOffset(partition))).Select(StoredRecord.Parse)));
        wrong.AddRange(_book.Settle(counts));
        wrong.AddRange(await _sideTopics.CheckAsync(http, readBefore));
        foreach (ReaderLoop reader in _readers) wrong.AddRange(_book.Compare(reader.Partition, reader.Before(readBefore)));
        return wrong;
    }

    /// <summary>Reads everything once more: what the checks found is still there, and no more.</summary>
    public async Task<List<string>> CheckAllAsync(ServerProcess server)
    {
        var wrong = new List<string>();
        using HttpClient http = server.CreateClient();
        for (int partition = 0; partition < Partitions; partition++)
        {
            List<JsonElement> records = await new TopicClient(http, Topic).DrainAsync(partition);
            wrong.AddRange(_book.Compare(partition, records.Select(StoredRecord.Parse)));
            if (records.Count != _book.NextOffset(partition)) wrong.Add($"partition {partition}: {records.Count} records, not {_book.NextOffset(partition)}");
        }

        return wrong;
    }
}
