namespace RestStream.Broker.Groups;

/// <summary>What one member gets.</summary>
/// <param name="MemberId">The member.</param>
/// <param name="Assignment">Opaque to the coordinator; for the protocol type <c>consumer</c> a ConsumerProtocolAssignment. Must not change any more.</param>
public readonly record struct MemberAssignment(string MemberId, ReadOnlyMemory<byte> Assignment);
