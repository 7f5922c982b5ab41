using System.Collections.Concurrent;
using RestStream.Storage.Commit;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Ledger;

public sealed class SimulatedLedgerTests(ITestOutputHelper output)
{
    private const int MutationHistories = 300;

    [Fact]
    public void TenThousandPowerCuts_NothingAcknowledgedIsLost()
    {
        var first = SeededRandom.Create(output.WriteLine).Next(1 << 30);
        var histories = TestEnvironment.NumberOr("RESTSTREAM_HISTORIES", 10_000);
        var wrong = new ConcurrentBag<string>();
        Parallel.For(first, first + histories, (seed, state) =>
        {
            if (SimulatedHistory.Run(seed) is not { } found) return;
            wrong.Add(found);
            state.Stop();
        });
        Assert.Empty(wrong);
    }

    /// <summary>The histories of the mutations, without any: what they find is the mutation's doing.</summary>
    [Fact]
    public void NotBroken_TheSameHistoriesAreClean() =>
        Assert.Empty(Enumerable.Range(1, MutationHistories).AsParallel().Select(seed => SimulatedHistory.Run(seed)).Where(wrong => wrong is not null));

    [Theory]
    [InlineData(nameof(SyncMutation.SkipFileSync))]
    [InlineData(nameof(SyncMutation.SkipDirectorySync))]
    [InlineData(nameof(SyncMutation.SkipRolledSync))]
    [InlineData(nameof(SyncMutation.SkipCheckpointSync))]
    [InlineData(nameof(SyncMutation.RenameBeforeSync))]
    [InlineData(nameof(SyncMutation.AcknowledgeBeforeSync))]
    public void BrokenOnPurpose_TheLedgerNoticesIt(string mutation)
    {
        var kind = Enum.Parse<SyncMutation>(mutation);
        var found = Enumerable.Range(1, MutationHistories).Select(seed => SimulatedHistory.Run(seed, kind)).FirstOrDefault(w => w is not null);
        output.WriteLine(found ?? "");
        Assert.NotNull(found);
    }
}
