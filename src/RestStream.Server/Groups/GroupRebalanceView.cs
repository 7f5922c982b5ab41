namespace RestStream.Server.Groups;

/// <summary>The last rebalance of a group since the server started.</summary>
/// <param name="Reason">Which member did what.</param>
/// <param name="DurationMs">How long it took, in milliseconds; null while it goes on.</param>
internal sealed record GroupRebalanceView(string Reason, double? DurationMs);
