using RestStream.Server.Tests.Processes;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Server.Tests.Schemas;

/// <summary>kill -9 at random times while schemas are registered and deleted for good, again and again over one data directory. RESTSTREAM_LEDGER_KILLS sets how often, RESTSTREAM_SEED repeats a run's choices.</summary>
[Collection(ProcessTests.Name)]
public sealed class RegistryKillTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task KilledWhileRegistering_LedgerLosesNothing_AndNoIdIsGivenTwice()
    {
        TestEnvironment.LinuxOrSkip();
        var random = SeededRandom.Create(output.WriteLine);
        var kills = TestEnvironment.NumberOr("RESTSTREAM_LEDGER_KILLS", Math.Min(15, ProcessTests.DefaultKills));
        using var directory = new TempDirectory();
        var ledger = new RegistryLedger(random);
        for (var kill = 0; kill <= kills; kill++)
        {
            using var server = await ServerProcess.StartAsync(directory.Path);
            await ledger.CheckAsync(server);
            Assert.True(ledger.Faults.Count == 0, $"kill {kill}, {random}:\n{string.Join('\n', ledger.Faults.Take(20))}\n{server.Output}");
            if (kill == kills) break;
            var load = ledger.RunAsync(server);
            await Task.Delay(random.Next(100, 900)); // no signal can stand for "at any time"
            server.Kill();
            await load;
        }

        Assert.True(ledger.Acknowledged > 0);
        output.WriteLine($"{kills} kills, {ledger.Acknowledged} answered registrations and deletions");
    }
}
