using System.Text;
using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Tests.Groups;

/// <summary>Short ways to say what a member of an engine's group does. Session and rebalance timeouts are so long that none ends during a test.</summary>
internal static class EngineMember
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    public static async Task<JoinGroupResult> JoinAsync(
        this GroupCoordinator coordinator, string group, string member = "", string? instance = null, byte[]? metadata = null, string protocol = "range") =>
        await coordinator.JoinAsync(
            new JoinGroupRequest
            {
                GroupId = group, MemberId = member, InstanceId = instance, ClientId = "c", ClientHost = "/127.0.0.1", SessionTimeout = Long, RebalanceTimeout = Long,
                ProtocolType = "consumer", Protocols = [new(protocol, metadata ?? Encoding.UTF8.GetBytes("subscription"))],
            },
            default);

    public static async Task<SyncGroupResult> SyncAsync(this GroupCoordinator coordinator, string group, JoinGroupResult joined, params MemberAssignment[] assignments) =>
        await coordinator.SyncAsync(
            new SyncGroupRequest { GroupId = group, MemberId = joined.MemberId, Generation = joined.Generation, Assignments = assignments }, default);

    public static Task<SyncGroupResult> AssignAllAsync(this GroupCoordinator coordinator, string group, JoinGroupResult leader, string assignment = "all") =>
        coordinator.SyncAsync(group, leader, [.. leader.Members.Select(member => new MemberAssignment(member.MemberId, Encoding.UTF8.GetBytes(assignment)))]);

    public static async Task<ErrorCode> CommitAsync(
        this GroupCoordinator coordinator, string group, long offset, JoinGroupResult? member = null, int partition = 0, string topic = "quakes", string metadata = "")
    {
        var result = await coordinator.CommitAsync(new OffsetCommitRequest
        {
            GroupId = group, MemberId = member?.MemberId ?? "", Generation = member?.Generation ?? -1, Offsets = [new(topic, partition, offset, 0, metadata)],
        });
        return result.Error == ErrorCode.None ? result.Partitions[0] : result.Error;
    }

    public static long? Committed(this GroupCoordinator coordinator, string group, int partition = 0, string topic = "quakes")
    {
        var fetched = coordinator.FetchOffsets(group, null);
        Assert.Equal(ErrorCode.None, fetched.Error);
        return fetched.Offsets.TryGetValue(new TopicPartition(topic, partition), out var offset) ? offset.Offset : null;
    }
}
