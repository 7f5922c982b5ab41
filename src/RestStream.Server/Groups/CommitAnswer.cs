namespace RestStream.Server.Groups;

/// <summary>What a commit did.</summary>
/// <param name="Offsets">What is committed, durably.</param>
/// <param name="Errors">What is not, with 207; else null.</param>
internal sealed record CommitAnswer(IReadOnlyList<CommittedView> Offsets, IReadOnlyList<CommitError>? Errors = null);
