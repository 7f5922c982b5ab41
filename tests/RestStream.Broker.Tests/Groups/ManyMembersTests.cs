using System.Diagnostics;
using RestStream.Broker.Groups;
using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Storage;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups;

public sealed class ManyMembersTests(ITestOutputHelper output)
{
    private const int Members = 100;
    private const int Partitions = 1_000;

    /// <summary>Real files, real syncs, ConsumerProtocol's bytes. How long it took is printed; the benchmark of the rebalance judges it.</summary>
    [Fact]
    public async Task HundredMembersOverAThousandPartitions_ShareThemAll()
    {
        await using var engine = await TestEngine.OpenAsync();
        var coordinator = engine.Engine.Coordinator;
        await coordinator.Loaded;
        var subscription = new ConsumerProtocolSubscription { Topics = ["quakes"] }.ToBytes();
        var members = Enumerable.Range(0, Members).Select(_ => RunAsync(coordinator, subscription)).ToList();
        await Task.WhenAll(members.Take(Members - 1).Select(member => member.Joining));
        var start = Stopwatch.GetTimestamp();
        var assigned = await Eventually.Ends(Task.WhenAll(members.Select(member => member.Stable)), TimeSpan.FromMinutes(2));
        var took = Stopwatch.GetElapsedTime(start);

        output.WriteLine($"{took.TotalMilliseconds:0} ms, generation {coordinator.Describe("g").Value!.Generation}");
        Assert.Equal(Partitions, assigned.Sum());
    }

    // A member that joins again whenever it is told to, until all are in one generation.
    private static (Task Joining, Task<int> Stable) RunAsync(GroupCoordinator coordinator, byte[] subscription)
    {
        var hasJoined = new TaskCompletionSource();
        return (hasJoined.Task, Task.Run(async () =>
        {
            for (var memberId = ""; ;)
            {
                var joining = coordinator.JoinAsync("g", memberId, metadata: subscription);
                hasJoined.TrySetResult();
                var joined = await joining;
                memberId = joined.MemberId;
                // Not disposed: a call under way may come after the watch has ended.
                var changed = new SemaphoreSlim(0);
                using var watch = coordinator.Watch("g", memberId, () => changed.Release());
                if (joined.Error != ErrorCode.None) continue;
                var synced = await coordinator.SyncAsync("g", joined, Deal(joined));
                if (synced.Error != ErrorCode.None) continue;
                var isAll = coordinator.Describe("g").Value!.Members.Count == Members;
                if (isAll && coordinator.Heartbeat("g", memberId, null, joined.Generation) == ErrorCode.None) return Count(synced.Assignment);
                if (coordinator.Heartbeat("g", memberId, null, joined.Generation) == ErrorCode.None) await changed.WaitAsync();
            }
        }));
    }

    private static MemberAssignment[] Deal(JoinGroupResult joined) =>
    [
        .. joined.Members.Select((member, index) => new MemberAssignment(member.MemberId, new ConsumerProtocolAssignment
        {
            Partitions = [.. Enumerable.Range(0, Partitions).Where(p => p % joined.Members.Count == index).Select(p => new TopicPartition("quakes", p))],
        }.ToBytes())),
    ];

    private static int Count(ReadOnlyMemory<byte> assignment)
    {
        Assert.True(ConsumerProtocolAssignment.TryRead(assignment.Span, out var read));
        return read.Partitions.Count;
    }
}
