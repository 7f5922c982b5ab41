using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RestStream.Benchmarks.Load;

/// <summary>Reads a topic again and again, by groups or plainly: the same connections, threads and parsing for both.</summary>
internal sealed class GroupDriver(GroupSpec spec)
{
    /// <summary>The hidden verb of the driver's process.</summary>
    public const string Verb = "groups";

    private static int _runs;
    private long _pages;
    private long _end;

    public static int RunProcess(string spec)
    {
        Console.WriteLine(new GroupDriver(JsonSerializer.Deserialize<GroupSpec>(spec)!).Run().ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    /// <returns>Full pages a second, over all readers.</returns>
    private double Run()
    {
        _end = Stopwatch.GetTimestamp() + (long)(spec.Seconds * Stopwatch.Frequency);
        var threads = Enumerable.Range(0, spec.Readers).Select(reader => new Thread(() => Read(reader))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return _pages / spec.Seconds;
    }

    private void Read(int reader)
    {
        using var connection = new HttpConnection(spec.Port);
        while (Stopwatch.GetTimestamp() < _end)
        {
            // To the end of the topic, then anew: by another group, or from the start.
            if (spec.Groups) ReadAsGroup(connection, $"bench-{Environment.ProcessId}-{reader}-{Interlocked.Increment(ref _runs)}");
            else ReadPlainly(connection);
        }
    }

    private void ReadAsGroup(HttpConnection connection, string group)
    {
        var (member, ack) = ("", "null");
        while (Stopwatch.GetTimestamp() < _end)
        {
            var body = $$"""{"topics":["{{spec.Topic}}"],"max":{{spec.Records}},"maxBytes":4194304{{member}},"ack":{{ack}}}""";
            var page = connection.Call(RequestBytes.Build($"/v1/groups/{group}/poll", Encoding.ASCII.GetBytes(body)));
            if (page.IndexOf("\"records\":[]"u8) >= 0) return;
            Interlocked.Increment(ref _pages);
            if (member.Length == 0) member = $",\"member\":\"{Text(page, "\"member\":\""u8)}\"";
            ack = $"\"{Text(page, "\"ack\":\""u8)}\"";
        }
    }

    private void ReadPlainly(HttpConnection connection)
    {
        var cursor = "from=earliest";
        while (Stopwatch.GetTimestamp() < _end)
        {
            var page = connection.Call(RequestBytes.Build($"/v1/topics/{spec.Topic}/records?{cursor}&max={spec.Records}&maxBytes=4194304", body: null));
            if (page.IndexOf("\"records\":[]"u8) >= 0) return;
            Interlocked.Increment(ref _pages);
            cursor = $"cursor={Text(page, "\"next\":\""u8)}";
        }
    }

    private static string Text(ReadOnlySpan<byte> page, ReadOnlySpan<byte> mark)
    {
        var rest = page[(page.LastIndexOf(mark) + mark.Length)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }
}
