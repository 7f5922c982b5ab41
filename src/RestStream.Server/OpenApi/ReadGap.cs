namespace RestStream.Server.OpenApi;

/// <summary>Describes records that a reader missed.</summary>
internal sealed record ReadGap(int Partition, long From, long To, string Reason);
