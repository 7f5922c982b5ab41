using System.Diagnostics;
using RestStream.Core;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups;

/// <summary>Members of several groups on real threads over real files, with rebalances all the time.</summary>
public sealed class ConcurrencyTests(ITestOutputHelper output)
{
    private const int Members = 4;
    private const int CommittersPerGroup = 16;
    private static readonly string[] Groups = ["a", "b", "c", "d"];
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task CommitsOfOwners_NeverRegressThroughRebalancesAndARestart()
    {
        var random = SeededRandom.Create(output.WriteLine);
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", ThreadedGroup.Partitions);
        await engine.Engine.Coordinator.Loaded;
        var groups = Groups.Select(name => new ThreadedGroup(engine.Engine.Coordinator, name)).ToList();
        using var stop = new CancellationTokenSource(Run);
        await Eventually.Ends(Task.WhenAll(groups.SelectMany(group => Enumerable.Range(0, Members).Select(_ => RunAsync(group, random.Next(), stop.Token)))));
        foreach (var group in groups)
        {
            group.CheckLast(engine.Engine.Coordinator);
            output.WriteLine($"{group}");
        }

        await engine.ReopenAsync();
        await engine.Engine.Coordinator.Loaded;
        foreach (var group in groups) group.CheckLast(engine.Engine.Coordinator);
    }

    [Fact]
    public async Task StandaloneCommits_ShareTheirSyncs()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", CommittersPerGroup);
        var coordinator = engine.Engine.Coordinator;
        await coordinator.Loaded;
        using var stop = new CancellationTokenSource();
        var starting = Groups.Length * CommittersPerGroup;
        var start = Stopwatch.GetTimestamp();
        var counts = await Eventually.Ends(Task.WhenAll(Groups.SelectMany(group => Enumerable.Range(0, CommittersPerGroup).Select(partition => Task.Run(async () =>
        {
            var commits = 0;
            for (; !stop.IsCancellationRequested; commits++)
            {
                Assert.Equal(ErrorCode.None, await coordinator.CommitAsync(group, commits, partition: partition));
                // The run begins when each has its first commit.
                if (commits == 0 && Interlocked.Decrement(ref starting) == 0) stop.CancelAfter(Run);
            }

            return commits;
        })))), TimeSpan.FromMinutes(2));

        output.WriteLine($"{counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds:0} commits/s of {counts.Length} at a time");
        Assert.All(counts, count => Assert.True(count > 0));
    }

    private static Task RunAsync(ThreadedGroup group, int seed, CancellationToken stop) => Task.Run(() => group.RunMemberAsync(new Random(seed), stop), CancellationToken.None);
}
