namespace RestStream.Server.Groups;

/// <summary>What a reset did.</summary>
/// <param name="Group">The group.</param>
/// <param name="DryRun">True when nothing was done: the offsets are what it would do.</param>
/// <param name="Offsets">Each partition before and after.</param>
internal sealed record OffsetResetView(string Group, bool DryRun, IReadOnlyList<OffsetChangeView> Offsets);
