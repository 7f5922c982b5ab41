using System.Collections.Concurrent;
using RestStream.Storage.Commit;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;
using Xunit.Abstractions;

namespace RestStream.Storage.Tests.Compaction;

public sealed class CompactionModelTests(ITestOutputHelper output)
{
    private const int MutationHistories = 300;

    [Fact]
    public void PowerCutsAtAnyTime_TheLogEqualsTheLastValueOfEachKey()
    {
        var first = SeededRandom.Create(output.WriteLine).Next(1 << 30);
        var wrong = new ConcurrentBag<string>();
        Parallel.For(first, first + TestEnvironment.NumberOr("RESTSTREAM_COMPACTIONS", 500), (seed, state) =>
        {
            if (CompactionHistory.Run(seed) is not { } found) return;
            wrong.Add(found);
            state.Stop();
        });
        Assert.Empty(wrong);
    }

    /// <summary>The histories of the mutations, without any: what they find is the mutation's doing.</summary>
    [Fact]
    public void NotBroken_TheSameHistoriesAreClean() =>
        Assert.Empty(Enumerable.Range(1, MutationHistories).AsParallel().Select(seed => CompactionHistory.Run(seed)).Where(wrong => wrong is not null));

    [Theory]
    [InlineData(nameof(SyncMutation.SkipCleanedSync))]
    [InlineData(nameof(SyncMutation.SkipSwapSync))]
    public void BrokenOnPurpose_TheModelNoticesIt(string mutation)
    {
        var kind = Enum.Parse<SyncMutation>(mutation);
        var found = Enumerable.Range(1, MutationHistories).Select(seed => CompactionHistory.Run(seed, kind)).FirstOrDefault(w => w is not null);
        output.WriteLine(found ?? "");
        Assert.NotNull(found);
    }

    /// <summary>A crash at each call of a compaction over several groups of segments: old or new, and the next compaction makes it the same.</summary>
    [Fact]
    public void CrashAtEveryCallOfACompaction_LeavesTheOldOrTheNew()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var (disk, expected) = DirtyDisk(random.Seed);
        var calls = CallsOfAClean(disk.Kill(), out var cleaned);
        output.WriteLine($"{calls} calls");
        Assert.InRange(calls, 20, 2000);
        for (var call = 1; call <= calls; call++)
        {
            for (var cut = 0; cut < 4; cut++) CheckCrash(disk.Kill(call), call, random.Next(), expected, cleaned);
        }
    }

    private static void CheckCrash(SimulatedFileSystem disk, int call, int seed, Dictionary<string, string> expected, long cleanedSize)
    {
        var fixture = new LogFixture(disk, "/data", CompactedLog.Small).Open();
        disk.CrashAtCall(call);
        Assert.ThrowsAny<Exception>(() => fixture.Clean());
        Assert.True(disk.HasCrashed);

        var because = $"call {call}, seed {seed}";
        using var after = new LogFixture(disk.Crash(seed), "/data", CompactedLog.Small).Open();
        Assert.True(expected.OrderBy(e => e.Key).SequenceEqual(after.Records().Latest().OrderBy(e => e.Key)), because);
        after.Clean();
        Assert.True(expected.OrderBy(e => e.Key).SequenceEqual(after.Records().Latest().OrderBy(e => e.Key)), because);
        Assert.True(after.Log.SizeBytes <= cleanedSize, $"{because}: {after.Log.SizeBytes} bytes, not {cleanedSize}");
        Assert.Empty(after.Events.Of(nameof(IStorageEvents.DamageFound)));
        Assert.DoesNotContain(after.Directory.Files.List(after.PartitionPath), e => e.Name.EndsWith(".cleaned", StringComparison.Ordinal) || e.Name.EndsWith(".swap", StringComparison.Ordinal));
    }

    private static (SimulatedFileSystem Disk, Dictionary<string, string> Latest) DirtyDisk(int seed)
    {
        var random = new Random(seed);
        var disk = new SimulatedFileSystem(seed);
        var fixture = new LogFixture(disk, "/data", CompactedLog.Small).Open();
        for (var i = 0; i < 60; i++) fixture.Put(new Keyed($"k{random.Next(20)}", random.Next(6) == 0 ? null : $"{i} {new string('x', random.Next(60))}"), new Keyed($"k{random.Next(20)}", "b"));
        var latest = fixture.Records().Latest();
        fixture.Stop();
        return (disk, latest);
    }

    private static int CallsOfAClean(SimulatedFileSystem disk, out long size)
    {
        using var fixture = new LogFixture(disk, "/data", CompactedLog.Small).Open();
        var before = disk.CountCalls(FileCalls.Mutating);
        fixture.Clean();
        size = fixture.Log.SizeBytes;
        Assert.Single(fixture.Cleans());
        return disk.CountCalls(FileCalls.Mutating) - before;
    }
}
