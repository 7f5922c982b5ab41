namespace RestStream.Server.Topics;

/// <summary>One page of topics, by name.</summary>
/// <param name="Topics">The topics.</param>
/// <param name="Next">What to send as <c>next</c> for the page after; null at the end.</param>
internal sealed record TopicList(IReadOnlyList<TopicSummary> Topics, string? Next);
