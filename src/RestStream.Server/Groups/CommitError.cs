namespace RestStream.Server.Groups;

/// <summary>An offset of a commit that was refused.</summary>
internal sealed record CommitError(int Index, int Status, string Code, string Detail);
