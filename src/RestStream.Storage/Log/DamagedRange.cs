namespace RestStream.Storage.Log;

/// <summary>Offsets that cannot be read, from <paramref name="From"/> up to and without <paramref name="Next"/>.</summary>
internal readonly record struct DamagedRange(long From, long Next);
