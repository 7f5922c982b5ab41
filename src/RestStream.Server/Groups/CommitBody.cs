namespace RestStream.Server.Groups;

/// <summary>The body of <c>POST /v1/groups/{group}/commit</c>.</summary>
/// <param name="Offsets">What to commit.</param>
/// <param name="Member">The member that commits; absent only while the group is Empty.</param>
/// <param name="Generation">The generation that its last answer named.</param>
internal sealed record CommitBody(IReadOnlyList<CommitOffset>? Offsets = null, string? Member = null, int? Generation = null);
