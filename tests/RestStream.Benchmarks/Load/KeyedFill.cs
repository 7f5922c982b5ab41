using System.Globalization;
using System.Text;

namespace RestStream.Benchmarks.Load;

/// <summary>Fills a topic with records of 1 KB, each key several times: a hundred records a request over four connections.</summary>
internal static class KeyedFill
{
    private const int Connections = 4, RecordsPerRequest = 100, ValueBytes = 1000;
    private const string AnyKey = "00000000";

    public static void Run(int port, string topic, int records, int keys)
    {
        var fillers = Enumerable.Range(0, Connections).Select(first => new Thread(() => Fill(port, topic, first, records / RecordsPerRequest, keys))).ToList();
        fillers.ForEach(filler => filler.Start());
        fillers.ForEach(filler => filler.Join());
    }

    private static void Fill(int port, string topic, int first, int requests, int keys)
    {
        using var connection = new HttpConnection(port);
        var request = RequestBytes.Build($"/v1/topics/{topic}/records?acks=1", Encoding.ASCII.GetBytes(Body()));
        var places = Places(request);
        for (var number = first; number < requests; number += Connections)
        {
            for (var i = 0; i < RecordsPerRequest; i++)
            {
                var key = (int)((((long)number * RecordsPerRequest) + i) * 2_654_435_761 % keys);
                _ = key.TryFormat(request.AsSpan(places[i], AnyKey.Length), out _, "D8", CultureInfo.InvariantCulture);
            }

            connection.Call(request);
        }
    }

    private static string Body()
    {
        var value = new string('v', ValueBytes);
        return $$"""[{{string.Join(',', Enumerable.Repeat($$"""{"key":"{{AnyKey}}","value":"{{value}}"}""", RecordsPerRequest))}}]""";
    }

    private static List<int> Places(ReadOnlySpan<byte> request)
    {
        var mark = Encoding.ASCII.GetBytes($"\"{AnyKey}\"");
        var places = new List<int>();
        for (var at = 0; request[at..].IndexOf(mark) is >= 0 and var next; at += next + mark.Length) places.Add(at + next + 1);
        return places;
    }
}
