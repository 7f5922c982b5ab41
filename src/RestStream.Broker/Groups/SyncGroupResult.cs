using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>What a member gets in this generation.</summary>
/// <param name="Error">None; or why there is no assignment.</param>
/// <param name="ProtocolType">The kind of the group.</param>
/// <param name="ProtocolName">The protocol that the leader assigned by.</param>
/// <param name="Assignment">As the leader gave it; empty when it gave none.</param>
public sealed record SyncGroupResult(ErrorCode Error, string? ProtocolType, string? ProtocolName, ReadOnlyMemory<byte> Assignment)
{
    internal static SyncGroupResult Refused(ErrorCode error) => new(error, null, null, default);
}
