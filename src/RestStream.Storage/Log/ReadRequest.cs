namespace RestStream.Storage.Log;

/// <summary>What is asked of a segment: batches from the one that holds <paramref name="Offset"/> on, none at or beyond <paramref name="End"/>.</summary>
internal readonly record struct ReadRequest(long Offset, long End, int MaxBytes, int MaxRecords, bool AtLeastOne);
