namespace RestStream.Server.Groups;

/// <summary>Describes an assigned partition.</summary>
internal sealed record PolledPartition(string Topic, int Partition);
