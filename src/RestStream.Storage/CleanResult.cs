namespace RestStream.Storage;

/// <summary>What one compaction of a log did.</summary>
/// <param name="FirstDirtyOffset">From here on nothing was compacted before.</param>
/// <param name="EndOffset">Up to here all is compacted now.</param>
/// <param name="BytesRead">The bytes read, the segments' twice where they were dirty.</param>
/// <param name="BytesWritten">The bytes of the segments it made.</param>
/// <param name="RecordsRead">The records that were looked at.</param>
/// <param name="RecordsKept">Those of them that stay.</param>
/// <param name="KeylessDropped">The records dropped because they have no key: written before the topic was compacted.</param>
/// <param name="Duration">How long it took.</param>
public sealed record CleanResult(
    long FirstDirtyOffset, long EndOffset, long BytesRead, long BytesWritten, long RecordsRead, long RecordsKept, long KeylessDropped, TimeSpan Duration);
