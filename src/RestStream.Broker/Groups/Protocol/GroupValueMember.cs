namespace RestStream.Broker.Groups.Protocol;

/// <summary>
/// A member in a <see cref="GroupValue"/>. Immutable.
/// <code>
/// member id: i16 length, UTF-8 | instance id: i16 length or -1 (3+) | client id, client host: i16 length, UTF-8 | rebalance timeout i32 (1+) | session timeout i32
/// | subscription, assignment: i32 length, bytes
/// </code>
/// </summary>
/// <param name="MemberId">Its id.</param>
/// <param name="InstanceId">The id of a static member; null for a dynamic one.</param>
/// <param name="ClientId">The client's name for itself.</param>
/// <param name="ClientHost">Where it connects from.</param>
/// <param name="RebalanceTimeoutMs">How long it may take to rejoin, in milliseconds; the session timeout before version 1.</param>
/// <param name="SessionTimeoutMs">How long it may be silent, in milliseconds.</param>
/// <param name="Subscription">What it joined with, in the chosen protocol.</param>
/// <param name="Assignment">What the leader gave it.</param>
internal sealed record GroupValueMember(
    string MemberId, string? InstanceId, string ClientId, string ClientHost, int RebalanceTimeoutMs, int SessionTimeoutMs,
    ReadOnlyMemory<byte> Subscription, ReadOnlyMemory<byte> Assignment)
{
    /// <summary>The fewest bytes of a member in any version: six lengths of one byte, the session timeout, the tagged fields.</summary>
    public const int MinBytes = 10;

    public static GroupValueMember Read(ref MessageReader reader, short version)
    {
        string memberId = reader.ReadString();
        string? instanceId = version >= 3 ? reader.ReadNullableString() : null;
        string clientId = reader.ReadString(), clientHost = reader.ReadString();
        int? rebalanceTimeout = version >= 1 ? reader.ReadInt32() : null;
        int sessionTimeout = reader.ReadInt32();
        ReadOnlyMemory<byte> subscription = reader.ReadBytes(), assignment = reader.ReadBytes();
        reader.SkipTaggedFields();
        return new(memberId, instanceId, clientId, clientHost, rebalanceTimeout ?? sessionTimeout, sessionTimeout, subscription, assignment);
    }

    public void Write(MessageWriter writer)
    {
        writer.WriteString(MemberId);
        writer.WriteString(InstanceId);
        writer.WriteString(ClientId);
        writer.WriteString(ClientHost);
        writer.WriteInt32(RebalanceTimeoutMs);
        writer.WriteInt32(SessionTimeoutMs);
        writer.WriteBytes(Subscription);
        writer.WriteBytes(Assignment);
    }
}
