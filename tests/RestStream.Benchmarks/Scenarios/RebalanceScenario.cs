using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RestStream.Benchmarks.Clients;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>A hundred members of one group that poll, and share a thousand partitions.</summary>
internal sealed class RebalanceScenario : Scenario
{
    private const int Members = 100;
    private const int PartitionsEach = 500;
    private static readonly string[] Topics = ["first", "second"];

    public override string Name => "rebalance";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        using var topics = new TopicClient(server.Port);
        foreach (var topic in Topics) topics.Create(topic, PartitionsEach);
        Measure(server.Port, topics, "warm-up");
        bench.Page.Add(AtMost("100 members × 1,000 partitions, shared after", Measure(server.Port, topics, "measured"), 1, "s"));
    }

    /// <returns>Seconds from the last member's first poll to the group's being stable with all partitions given.</returns>
    private static double Measure(int port, TopicClient topics, string group)
    {
        using var stop = new CancellationTokenSource();
        var joined = new CountdownEvent(Members);
        var lastJoin = 0L;
        var members = Enumerable.Range(0, Members).Select(_ => new Thread(() =>
        {
            using var connection = new HttpConnection(port, bufferBytes: 4096);
            InterlockedMax(ref lastJoin, Stopwatch.GetTimestamp());
            joined.Signal();
            var member = "";
            while (!stop.IsCancellationRequested) member = Poll(connection, group, member);
        })).ToList();
        members.ForEach(member => member.Start());
        joined.Wait();
        while (!IsShared(topics.Get($"/v1/groups/{group}"))) Thread.Sleep(10);
        var seconds = Stopwatch.GetElapsedTime(Volatile.Read(ref lastJoin)).TotalSeconds;
        stop.Cancel();
        members.ForEach(member => member.Join());
        return seconds;
    }

    private static void InterlockedMax(ref long place, long value)
    {
        for (var seen = Volatile.Read(ref place); value > seen; seen = Volatile.Read(ref place)) Interlocked.CompareExchange(ref place, value, seen);
    }

    private static string Poll(HttpConnection connection, string group, string member)
    {
        var known = member.Length == 0 ? "" : $",\"member\":\"{member}\"";
        var body = $$"""{"topics":["{{Topics[0]}}","{{Topics[1]}}"],"wait":"1s"{{known}}}""";
        using var answer = JsonDocument.Parse(connection.Call(RequestBytes.Build($"/v1/groups/{group}/poll", Encoding.ASCII.GetBytes(body))).ToArray());
        return answer.RootElement.GetProperty("member").GetString()!;
    }

    private static bool IsShared(string description)
    {
        using var group = JsonDocument.Parse(description);
        var members = group.RootElement.GetProperty("members");
        return group.RootElement.GetProperty("state").GetString() == "Stable" && members.GetArrayLength() == Members
            && members.EnumerateArray().Sum(member => member.GetProperty("assignment").GetArrayLength()) == Topics.Length * PartitionsEach;
    }
}
