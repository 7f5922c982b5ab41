namespace RestStream.Server.Groups;

/// <summary>Describes records that a group will not get.</summary>
internal sealed record PolledGap(string Topic, int Partition, long From, long To, string Reason);
