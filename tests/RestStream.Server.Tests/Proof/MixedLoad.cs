using System.Globalization;
using System.Text;
using System.Text.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Proof;

/// <summary>
/// Every kind of record there is, over HTTP into some topics; each acknowledged one is written down as the line that Kafka's dump must show for it.
/// Line breaks are left out: the dump has a record a line.
/// </summary>
internal sealed class MixedLoad(SeededRandom random)
{
    private long _timestamp = 1_700_000_000_000;

    /// <summary>The expected line of each record.</summary>
    public SortedDictionary<(string Topic, int Partition, long Offset), string> Expected { get; } = [];

    /// <summary>Sends one request of many small records, or of a few large ones.</summary>
    public async Task SendAsync(HttpClient http, string topic, bool isLarge)
    {
        MixedRecord[] records = [.. Enumerable.Range(0, isLarge ? 2 : random.Next(1, 300)).Select(_ => Next(isLarge))];
        string body = $$"""{"records":[{{string.Join(',', records.Select(record => record.Json))}}]}""";
        JsonElement answer = await new TopicClient(http, topic).ProduceAsync(body, query: "?receipts=each");
        JsonElement receipts = answer.GetProperty("records");
        Assert.Equal(records.Length, receipts.GetArrayLength());
        for (int i = 0; i < records.Length; i++)
        {
            long offset = receipts[i].GetProperty("offset").GetInt64();
            Expected.Add((topic, receipts[i].GetProperty("partition").GetInt32(), offset), records[i].Line(offset));
        }
    }

    private MixedRecord Next(bool isLarge)
    {
        (string keyJson, byte[]? key) = NextKey();
        (string valueJson, byte[]? value) = isLarge ? Json($"\"{new string('L', random.Next(300_000, 900_000))}\"") : NextValue();
        string[] headers = [.. Enumerable.Range(0, random.Next(4) == 0 ? random.Next(1, 4) : 0).Select(i => $"h{i}")];
        string headersJson = string.Join(',', headers.Select((name, i) => $$"""{"name":"{{name}}","value":{{(i == 1 ? "null" : "\"v\"")}}}"""));
        _timestamp += random.Next(-500, 1000);
        string timestamp = _timestamp.ToString(CultureInfo.InvariantCulture);
        return new MixedRecord(_timestamp, key, value, headers, $$"""{{{keyJson}},{{valueJson}},"timestamp":{{timestamp}},"headers":[{{headersJson}}]}""");
    }

    private (string Json, byte[]? Bytes) NextKey() => random.Next(5) switch
    {
        0 => ("\"key\":null", null),
        1 => ("\"key\":\"\"", []),
        2 => ("\"key\":\"AAEC/w==\",\"keyEncoding\":\"base64\"", [0, 1, 2, 0xFF]),
        3 => ("\"key\":42", "42"u8.ToArray()),
        _ => ("\"key\":\"ключ\"", "ключ"u8.ToArray()),
    };

    private (string Json, byte[]? Bytes) NextValue() => random.Next(8) switch
    {
        0 => ("\"value\":null", null),
        1 => ("\"value\":\"\",\"valueEncoding\":\"base64\"", []),
        2 => ("\"value\":\"/wD+\",\"valueEncoding\":\"base64\"", [0xFF, 0, 0xFE]),
        3 => ("\"value\":\"not json {\",\"valueEncoding\":\"text\"", "not json {"u8.ToArray()),
        4 => Json("{ \"a\" : [1, 2.50, -0e+1],  \"a\" : \"\\u0000 ✓\" }"),
        5 => Json("\"\""),
        6 => Json("false"),
        _ => Json($$"""{"n":{{random.Next()}},"text":"{{new string('t', random.Next(300))}}"}"""),
    };

    private static (string Json, byte[] Bytes) Json(string raw) => ($"\"value\":{raw}", Encoding.UTF8.GetBytes(raw));

    private sealed record MixedRecord(long Timestamp, byte[]? Key, byte[]? Value, string[] Headers, string Json)
    {
        public string Line(long offset) => DumpLine.Of(offset, Timestamp, Key, Value, Headers);
    }
}
