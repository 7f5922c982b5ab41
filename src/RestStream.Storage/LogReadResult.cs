namespace RestStream.Storage;

/// <summary>What was read of a partition.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Buffer">A buffer of <see cref="System.Buffers.ArrayPool{T}.Shared"/> that the caller gives back, or null when nothing was read.</param>
/// <param name="Length">The bytes of whole batches at the start of <paramref name="Buffer"/>.</param>
/// <param name="LogStartOffset">The first offset that can be read.</param>
/// <param name="HighWatermark">The offset after the last record that can be read.</param>
/// <param name="NextReadableOffset">With <see cref="LogReadStatus.Damaged"/> only; else -1.</param>
public readonly record struct LogReadResult(
    LogReadStatus Status, byte[]? Buffer, int Length, long LogStartOffset, long HighWatermark, long NextReadableOffset);
