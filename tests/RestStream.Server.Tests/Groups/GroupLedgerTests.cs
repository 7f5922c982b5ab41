using System.Text.Json;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Groups;

/// <summary>
/// Members that join, leave, freeze and die at random, and a server that is killed under them, again and again. RESTSTREAM_GROUP_SECONDS and RESTSTREAM_GROUP_KILLS make it longer.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class GroupLedgerTests(ITestOutputHelper output)
{
    private const int Partitions = 6;

    /// <summary>Longer than any request takes before it is given up.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    private volatile ServerProcess _server = null!;

    [SkippableFact]
    public async Task MembersAtRandom_ServerKilled_EveryRecordIsDeliveredInOrderToOneMemberAtATime()
    {
        TestEnvironment.LinuxOrSkip();
        var random = SeededRandom.Create(output.WriteLine);
        var seconds = TestEnvironment.NumberOr("RESTSTREAM_GROUP_SECONDS", 20);
        var kills = TestEnvironment.NumberOr("RESTSTREAM_GROUP_KILLS", 3);
        using var directory = new TempDirectory();
        _server = await ServerProcess.StartAsync(directory.Path);
        try
        {
            using (var http = _server.CreateClient()) await new TopicClient(http, "ledger").CreateAsync(Partitions);
            var book = new GroupLedgerBook();
            using var calm = new CancellationTokenSource();
            using var end = new CancellationTokenSource();
            using var consumers = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
            LedgerMember[] members = [.. Enumerable.Range(0, random.Next(4, 13)).Select(_ => new LedgerMember(book, () => _server.Address, random.Next()))];
            var consuming = Task.WhenAll(members.Select(member => Task.Run(() => member.RunAsync(consumers, calm.Token, end.Token))));
            var producing = Task.Run(() => ProduceAsync(calm.Token));
            for (var kill = 0; kill <= kills; kill++)
            {
                await Task.Delay(TimeSpan.FromSeconds((double)seconds / (kills + 1))); // no signal can stand for "at any time"
                if (kill < kills) await KillAsync(directory.Path);
            }

            await calm.CancelAsync();
            await Eventually.Ends(producing, Settling);
            var ends = await EndsAsync();
            await Eventually.True(() => IsConsumedAsync(ends), Settling);
            await end.CancelAsync();
            await Eventually.Ends(consuming, Settling);
            for (var partition = 0; partition < Partitions; partition++) book.Settle(partition, ends[partition]);
            string[] wrong = [.. members.Select(member => member.Unexpected).OfType<string>(), .. book.Faults];
            output.WriteLine($"{members.Length} members, {kills} kills, {ends.Sum()} records, {book.Deliveries} deliveries, {book.Acks} acknowledgements");
            Assert.True(wrong.Length == 0, $"{wrong.Length} faults ({random}):\n{string.Join('\n', wrong.Take(20))}\n{_server.Output}");
            Assert.True(book.Acks > 0);
        }
        finally
        {
            _server.Dispose();
        }
    }

    private async Task KillAsync(string dataDirectory)
    {
        _server.Kill();
        _server.Dispose();
        _server = await ServerProcess.StartAsync(dataDirectory);
    }

    private async Task ProduceAsync(CancellationToken end)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            var records = Enumerable.Range(0, 12).Select(i => $$"""{"value":{{number}},"partition":{{i % Partitions}}}""");
            try
            {
                using var content = new StringContent($"[{string.Join(',', records)}]");
                using var response = await http.PostAsync(new Uri(_server.Address, "/v1/topics/ledger/records"), content, CancellationToken.None);
                await Task.Delay(10, CancellationToken.None);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task<long[]> EndsAsync()
    {
        using var http = _server.CreateClient();
        using var answer = JsonDocument.Parse(await http.GetStringAsync("/v1/topics/ledger"));
        return [.. answer.RootElement.GetProperty("partitions").EnumerateArray().Select(partition => partition.GetProperty("highWatermark").GetInt64())];
    }

    /// <summary>True when the group has committed everything: asked by a reader of partitions by hand, which begins at the committed offsets.</summary>
    private async Task<bool> IsConsumedAsync(long[] ends)
    {
        try
        {
            using var http = _server.CreateClient();
            return await HasNoneLeftAsync(http, ends);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static async Task<bool> HasNoneLeftAsync(HttpClient http, long[] ends)
    {
        using var content = new StringContent($$"""{"topics":["ledger"],"partitions":[{{string.Join(',', Enumerable.Range(0, ends.Length))}}],"max":1}""");
        using var response = await http.PostAsync("/v1/groups/group/poll", content);
        if (!response.IsSuccessStatusCode) return false;
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("records").GetArrayLength() == 0;
    }
}
