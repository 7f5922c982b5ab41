namespace RestStream.Core.Groups;

/// <summary>A committed offset that does not exist any more.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="From">The committed offset.</param>
/// <param name="To">Where reading goes on.</param>
public readonly record struct PositionReset(string Topic, int Partition, long From, long To);
