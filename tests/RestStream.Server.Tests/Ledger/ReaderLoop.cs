using System.Text.Json;

namespace RestStream.Server.Tests.Ledger;

/// <summary>Follows one partition while it is written and keeps what it was given: nothing that was read may vanish or change. Ends when the server is gone.</summary>
internal sealed class ReaderLoop(string topic, int partition, long from)
{
    private readonly List<(long At, StoredRecord Record)> _records = [];

    public int Partition => partition;

    /// <summary>What was here before a time.</summary>
    public IEnumerable<StoredRecord> Before(long time) => _records.TakeWhile(read => read.At < time).Select(read => read.Record);

    public async Task RunAsync(HttpClient http)
    {
        long next = from;
        try
        {
            while (true) next = await ReadAsync(http, next);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // The server was killed: what came before counts.
        }
    }

    private async Task<long> ReadAsync(HttpClient http, long next)
    {
        byte[] body = await http.GetByteArrayAsync($"/v1/topics/{topic}/records?partition={partition}&from={next}&max=10000&wait=1s");
        long at = TimeProvider.System.GetTimestamp();
        using JsonDocument page = JsonDocument.Parse(body);
        foreach (JsonElement record in page.RootElement.GetProperty("records").EnumerateArray()) _records.Add((at, StoredRecord.Parse(record)));
        return page.RootElement.GetProperty("partitions")[0].GetProperty("nextOffset").GetInt64();
    }
}
