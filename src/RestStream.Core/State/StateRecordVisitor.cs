namespace RestStream.Core.State;

/// <summary>Takes a record of a state topic; its spans are valid during the call.</summary>
/// <param name="offset">Its offset.</param>
/// <param name="timestamp">Its timestamp, epoch milliseconds.</param>
/// <param name="key">Its key; empty when it has none.</param>
/// <param name="value">Its value; empty when it has none.</param>
/// <param name="hasValue">False for a record that deletes its key.</param>
public delegate void StateRecordVisitor(long offset, long timestamp, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasValue);
