namespace RestStream.Server.Groups;

/// <summary>A committed offset.</summary>
internal sealed record CommittedView(string Topic, int Partition, long NextOffset);
