namespace RestStream.Server.Groups;

/// <summary>The offsets that were deleted.</summary>
/// <param name="Group">The group.</param>
/// <param name="Deleted">What they were.</param>
internal sealed record OffsetDeletionView(string Group, IReadOnlyList<DeletedOffsetView> Deleted);
