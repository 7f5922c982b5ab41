using System.Diagnostics;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Ledger;

/// <summary>
/// kill -9 at random times under load, also while starting, with what else a crash may leave behind, again and again over one data directory: the page cache outlives the process, so acks=all and acks=1 bind alike.
/// RESTSTREAM_LEDGER_KILLS sets how often, RESTSTREAM_SEED repeats a run's choices.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task KilledAtRandomTimes_LosesAndDoublesNothingAcknowledged()
    {
        TestEnvironment.LinuxOrSkip();
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        int kills = TestEnvironment.NumberOr("RESTSTREAM_LEDGER_KILLS", ProcessTests.DefaultKills);
        using var directory = new TempDirectory();
        var run = new LedgerRun(random);
        ServerProcess server = await ServerProcess.StartAsync(directory.Path);
        try
        {
            await LedgerRun.CreateTopicAsync(server);
            var slowestStart = TimeSpan.Zero;
            for (int kill = 1; kill <= kills; kill++)
            {
                await KillUnderLoadAsync(run, server, random);
                server.Dispose();
                if (random.Next(3) == 0) CrashDebris.Leave(directory.Path, LedgerRun.Topic, random);
                if (random.Next(5) == 0) await KillWhileStartingAsync(directory.Path, random);
                long begin = Stopwatch.GetTimestamp();
                server = await ServerProcess.StartAsync(directory.Path);
                slowestStart = TimeSpan.FromTicks(Math.Max(slowestStart.Ticks, Stopwatch.GetElapsedTime(begin).Ticks));
                AssertNothing(await run.CheckAsync(server, _ => true, long.MaxValue), $"kill {kill}, {random}", server);
            }

            AssertNothing(await run.CheckAllAsync(server), $"{random}, all read again", server);
            Assert.True(run.Acknowledged > 0);
            output.WriteLine($"{kills} kills, {run.Acknowledged} acknowledged records, {run.Stored} stored, slowest start {slowestStart.TotalMilliseconds:F0} ms");
        }
        finally
        {
            server.Dispose();
        }
    }

    private static async Task KillUnderLoadAsync(LedgerRun run, ServerProcess server, SeededRandom random)
    {
        run.Start(server);
        await Task.Delay(random.Next(100, 900)); // no signal can stand for "at any time"
        Assert.False(server.HasExited, server.Output);
        server.Kill();
        await run.EndAsync();
        AssertNothing([.. run.UnexpectedAnswers], random.ToString(), server);
    }

    private static async Task KillWhileStartingAsync(string dataDirectory, SeededRandom random)
    {
        using ServerProcess server = ServerProcess.Launch(dataDirectory);
        await Task.Delay(random.Next(50, 500)); // likewise
        server.Kill();
    }

    private static void AssertNothing(List<string> wrong, string when, ServerProcess server) =>
        Assert.True(wrong.Count == 0, $"{wrong.Count} faults ({when}):\n{string.Join('\n', wrong.Take(20))}\n{server.Output}");
}
