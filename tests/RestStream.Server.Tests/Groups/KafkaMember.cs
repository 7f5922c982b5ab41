using System.Buffers.Binary;
using System.Text;
using RestStream.Broker;
using RestStream.Broker.Groups;
using RestStream.Core;

namespace RestStream.Server.Tests.Groups;

/// <summary>A member that speaks to the coordinator as a Kafka client does, with the bytes of one: subscribes to a topic and gives itself all its partitions.</summary>
internal static class KafkaMember
{
    /// <summary>Joins an empty group and returns the member's id.</summary>
    public static async Task<string> JoinAsync(ILogEngine engine, string group, string topic, int partitions)
    {
        GroupCoordinator coordinator = ((EmbeddedLogEngine)engine).Coordinator;
        var joined = await coordinator.JoinAsync(
            new JoinGroupRequest
            {
                GroupId = group, MemberId = "", ClientId = "java", ClientHost = "/10.0.0.9", SessionTimeout = TimeSpan.FromMinutes(5),
                RebalanceTimeout = TimeSpan.FromMinutes(5), ProtocolType = "consumer", Protocols = [new GroupProtocol("range", Subscription(topic))],
            },
            default);
        Assert.Equal(ErrorCode.None, joined.Error);
        var synced = await coordinator.SyncAsync(
            new SyncGroupRequest
            {
                GroupId = group, MemberId = joined.MemberId, Generation = joined.Generation, ProtocolType = "consumer", ProtocolName = "range",
                Assignments = [new MemberAssignment(joined.MemberId, Assignment(topic, partitions))],
            },
            default);
        Assert.Equal(ErrorCode.None, synced.Error);
        return joined.MemberId;
    }

    public static async Task LeaveAsync(ILogEngine engine, string group, string member) =>
        Assert.Equal([ErrorCode.None], (await ((EmbeddedLogEngine)engine).Coordinator.LeaveAsync(group, [new LeavingMember(member)])).Members);

    // version i16 0 | topics | no user data
    private static byte[] Subscription(string topic) => [0, 0, .. Int(1), .. Text(topic), .. Int(-1)];

    // version i16 0 | topics with partitions | no user data
    private static byte[] Assignment(string topic, int partitions) =>
        [0, 0, .. Int(1), .. Text(topic), .. Int(partitions), .. Enumerable.Range(0, partitions).SelectMany(Int), .. Int(-1)];

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Int(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
