namespace RestStream.Core.Produce;

/// <summary>A record that is stored among the dead letters of its topic instead.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Topic">The topic of the dead letters.</param>
/// <param name="Partition">Where it is.</param>
/// <param name="Offset">Its offset there; -1 with acks=0.</param>
/// <param name="Error">Why it does not fit.</param>
public sealed record DeadLetteredRecord(int Index, string Topic, int Partition, long Offset, Error Error);
