namespace RestStream.Core.State;

/// <summary>
/// A compacted internal topic of one partition, and a small file beside it, the mark, for what compaction must not take. Thread-safe, but for the order of appends, which is the
/// order of the calls: who needs one calls one at a time.
/// </summary>
public interface IStateTopic
{
    /// <summary>Reads all records from start to end; none when the topic was never made.</summary>
    /// <exception cref="IOException">It cannot be read; the message says what, where, and what to do.</exception>
    void Read(StateRecordVisitor visit);

    /// <summary>Makes the topic when there is none.</summary>
    /// <returns>Null, or why there is none.</returns>
    ValueTask<Error?> EnsureAsync(CancellationToken cancellationToken);

    /// <summary>Appends records as one batch: all of them or none.</summary>
    /// <param name="records">The records, one at least.</param>
    /// <param name="timestampMs">Their timestamp, epoch milliseconds.</param>
    /// <param name="synced">Ends when they are on disk, and everything appended before them: with null; or with <see cref="ErrorCode.OutcomeUnknown"/>, and then the engine has failed.</param>
    /// <returns>Null; or why nothing was appended, then <paramref name="synced"/> is ended.</returns>
    Error? Append(IReadOnlyList<StateRecord> records, long timestampMs, out Task<Error?> synced);

    /// <summary>The mark; null when none was written.</summary>
    /// <exception cref="IOException">It cannot be read or trusted; the message says what to do.</exception>
    byte[]? ReadMark();

    /// <summary>Replaces the mark: after a power cut the old one or the new one is there, the new one once this returned null.</summary>
    /// <returns>Null, or why it was not replaced.</returns>
    Error? WriteMark(ReadOnlySpan<byte> content);
}
