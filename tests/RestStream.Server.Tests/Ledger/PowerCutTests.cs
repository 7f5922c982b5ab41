using System.Diagnostics;
using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Ledger;

/// <summary>
/// Power cuts under load on a file system of its own. What binds: acks=all answers, and reads, that were here before the cut; what comes while it happens does not.
/// RESTSTREAM_POWER_CUTS sets how many, RESTSTREAM_SEED repeats a run's choices.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int DiskMegabytes = 768, ControlCuts = 10;

    [SkippableFact]
    public async Task PowerCuts_LoseNothingAcknowledgedAsDurable()
    {
        int cuts = TestEnvironment.NumberOr("RESTSTREAM_POWER_CUTS", ProcessTests.DefaultPowerCuts);
        (List<string> wrong, string summary) = await RunAsync(cuts, _ => true);
        output.WriteLine(summary);
        Assert.True(wrong.Count == 0, $"{summary}\n{string.Join('\n', wrong.Take(20))}");
        Assert.DoesNotContain(" 0 records acknowledged", summary, StringComparison.Ordinal);
    }

    // The control: a topic that leaves flushing to the system, as Kafka's defaults do, must be seen to lose records, or this test could not see a loss at all. On a busy machine
    // the first cut may come before there is much to lose: it ends with the first loss.
    [SkippableFact]
    public async Task PowerCutOfATopicThatTheSystemFlushes_IsSeenToLoseRecords()
    {
        Predicate<string> isLoss = fault => fault.EndsWith("are lost", StringComparison.Ordinal);
        (List<string> wrong, string summary) = await RunAsync(ControlCuts, isLoss, ("flush.messages", "9223372036854775807"), ("flush.ms", "9223372036854775807"));
        output.WriteLine(summary);
        Assert.Contains(wrong, isLoss);
    }

    /// <param name="cuts">How many at most.</param>
    /// <param name="ends">The fault that ends it sooner.</param>
    /// <param name="config">The topic's.</param>
    private async Task<(List<string> Wrong, string Summary)> RunAsync(int cuts, Predicate<string> ends, params (string Name, string Value)[] config)
    {
        SeededRandom random = SeededRandom.Create(output.WriteLine);
        using var directory = new TempDirectory();
        using LoopDisk disk = LoopDisk.CreateOrSkip(directory, DiskMegabytes);
        string data = Path.Combine(disk.Path, "data");
        var run = new LedgerRun(random);
        var wrong = new List<string>();
        ServerProcess server = await ServerProcess.StartAsync(data);
        try
        {
            await LedgerRun.CreateTopicAsync(server, config);
            int cut = 0;
            while (cut < cuts && !wrong.Exists(ends))
            {
                long at = await CutUnderLoadAsync(run, server, disk, random);
                server.Dispose();
                await disk.RestartAsync();
                server = await ServerProcess.StartAsync(data);
                wrong.AddRange(await run.CheckAsync(server, attempt => attempt.IsDurable && attempt.AcknowledgedAt < at, at));
                cut++;
            }

            if (wrong.Count == 0) wrong.AddRange(await run.CheckAllAsync(server));
            return (wrong, $"{random}: {cut} power cuts, {run.Acknowledged} records acknowledged as durable, {run.Stored} stored, {wrong.Count} faults");
        }
        finally
        {
            server.Dispose();
        }
    }

    private static async Task<long> CutUnderLoadAsync(LedgerRun run, ServerProcess server, LoopDisk disk, SeededRandom random)
    {
        run.Start(server);
        await Task.Delay(random.Next(300, 1200)); // no signal can stand for "at any time"
        Assert.False(server.HasExited, server.Output);
        long at = Stopwatch.GetTimestamp();
        disk.CutPower();
        server.Kill();
        await run.EndAsync();
        return at;
    }
}
