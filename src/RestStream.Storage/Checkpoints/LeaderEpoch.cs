namespace RestStream.Storage.Checkpoints;

/// <summary>The first offset that a leader epoch wrote.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="StartOffset">The offset.</param>
internal readonly record struct LeaderEpoch(int Epoch, long StartOffset);
