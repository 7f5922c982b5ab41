namespace RestStream.Core.Groups;

/// <summary>Offsets to commit for a group.</summary>
/// <param name="Group">The group.</param>
/// <param name="MemberId">The member that commits; null only while the group is Empty.</param>
/// <param name="Generation">The generation that the member is in; null with a null member.</param>
/// <param name="Offsets">What to commit.</param>
public sealed record GroupCommit(string Group, string? MemberId, int? Generation, IReadOnlyList<OffsetCommit> Offsets);
