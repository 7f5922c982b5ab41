using System.Text;
using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups;

/// <summary>A coordinator over a log in memory and a clock that the test moves, with short ways to say what members do. The group is "g".</summary>
internal sealed class GroupFixture : IDisposable
{
    public static readonly TimeSpan Session = TimeSpan.FromSeconds(10), Rebalance = TimeSpan.FromSeconds(30);

    public GroupFixture(GroupOptions? options = null, GroupMutation mutation = GroupMutation.None)
    {
        Coordinator = new GroupCoordinator(
            options ?? new GroupOptions(), Log, partition => partition.Topic is "quakes" or "storms" && partition.Partition is >= 0 and < 4,
            Time, TimeSpan.FromMilliseconds(20), mutation);
        Coordinator.LoadAsync([], new HashSet<string> { "quakes", "storms" }, e => throw e).GetAwaiter().GetResult();
    }

    public GroupCoordinator Coordinator { get; }

    public MemoryOffsetsLog Log { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public GroupState State => Coordinator.Describe("g") is { IsSuccess: true } found ? found.Value.State : GroupState.Dead;

    public GroupDescription Group => Coordinator.Describe("g").Value!;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>A join with one protocol, "range", unless others are given as name=metadata.</summary>
    public Task<JoinGroupResult> JoinAsync(
        string member = "", string? instance = null, string[]? protocols = null, string type = "consumer", TimeSpan? session = null, TimeSpan? rebalance = null,
        bool requiresId = false, string client = "c", string? reason = null, CancellationToken cancellation = default) =>
        Coordinator.JoinAsync(
            new JoinGroupRequest
            {
                GroupId = "g", MemberId = member, InstanceId = instance, ClientId = client, ClientHost = "/127.0.0.1", SessionTimeout = session ?? Session,
                RebalanceTimeout = rebalance ?? Rebalance, ProtocolType = type, RequiresMemberId = requiresId, Reason = reason,
                Protocols = [.. (protocols ?? ["range=s"]).Select(text => text.Split('=')).Select(parts => new GroupProtocol(parts[0], Bytes(parts[1])))],
            },
            cancellation).AsTask();

    public Task<SyncGroupResult> SyncAsync(JoinGroupResult joined, params (string Member, string Assignment)[] assignments) =>
        SyncAsync(joined, default, assignments);

    public Task<SyncGroupResult> SyncAsync(JoinGroupResult joined, CancellationToken cancellation, params (string Member, string Assignment)[] assignments) =>
        Coordinator.SyncAsync(
            new SyncGroupRequest
            {
                GroupId = "g", MemberId = joined.MemberId, Generation = joined.Generation, ProtocolType = joined.ProtocolType, ProtocolName = joined.ProtocolName,
                Assignments = [.. assignments.Select(a => new MemberAssignment(a.Member, Bytes(a.Assignment)))],
            },
            cancellation).AsTask();

    /// <summary>A group of one, Stable, with the assignment "all".</summary>
    public async Task<JoinGroupResult> OneAsync(string? instance = null, string[]? protocols = null)
    {
        var joined = await JoinAsync(instance: instance, protocols: protocols);
        Assert.Equal(ErrorCode.None, joined.Error);
        Assert.Equal("all", Text((await SyncAsync(joined, (joined.MemberId, "all"))).Assignment));
        return joined;
    }

    /// <summary>A Stable group of two, the leader first, with the assignments "a" and "b".</summary>
    public async Task<(JoinGroupResult Leader, JoinGroupResult Follower)> TwoAsync(string? firstInstance = null, string? secondInstance = null)
    {
        var first = await OneAsync(firstInstance);
        var joining = JoinAsync(instance: secondInstance);
        var leader = await JoinAsync(first.MemberId, firstInstance);
        var follower = await joining;
        Assert.Equal((ErrorCode.None, ErrorCode.None), (leader.Error, follower.Error));
        var syncing = SyncAsync(follower);
        await SyncAsync(leader, (leader.MemberId, "a"), (follower.MemberId, "b"));
        Assert.Equal("b", Text((await syncing).Assignment));
        return (leader, follower);
    }

    public ErrorCode Heartbeat(JoinGroupResult joined, string? instance = null) => Coordinator.Heartbeat("g", joined.MemberId, instance, joined.Generation);

    public async Task<ErrorCode> CommitAsync(JoinGroupResult? member, long offset, string topic = "quakes", int partition = 0, string metadata = "")
    {
        var result = await Coordinator.CommitAsync(new OffsetCommitRequest
        {
            GroupId = "g", MemberId = member?.MemberId ?? "", Generation = member?.Generation ?? -1,
            Offsets = [new OffsetToCommit(topic, partition, offset, 0, metadata)],
        });
        return result.Error == ErrorCode.None ? result.Partitions[0] : result.Error;
    }

    public long? Committed(string topic = "quakes", int partition = 0) =>
        Coordinator.FetchOffsets("g", null).Offsets.TryGetValue(new TopicPartition(topic, partition), out var offset) ? offset.Offset : null;

    public void Dispose() => Coordinator.Dispose();
}
