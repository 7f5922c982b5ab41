using RestStream.Core.Groups;

namespace RestStream.Broker.Groups.DeadLetters;

/// <summary>A record that its consumers could not process.</summary>
/// <param name="Group">The group.</param>
/// <param name="MemberId">The member that had it last.</param>
/// <param name="Partition">Where it is.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Deliveries">How often it was delivered.</param>
/// <param name="Reason">Why it could not be processed.</param>
internal sealed record DeadLetter(string Group, string MemberId, AssignedPartition Partition, long Offset, int Deliveries, string Reason);
