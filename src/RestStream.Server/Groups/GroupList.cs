namespace RestStream.Server.Groups;

/// <summary>One page of groups, by name.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Next">What to send as <c>next</c> for the page after; null at the end.</param>
internal sealed record GroupList(IReadOnlyList<GroupSummary> Groups, string? Next);
