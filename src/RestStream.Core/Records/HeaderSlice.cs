namespace RestStream.Core.Records;

/// <summary>Where one record header lies in a <see cref="RecordTable"/>; starts as in <see cref="RecordSlice"/>.</summary>
/// <param name="NameStart">The start of the name's UTF-8 bytes.</param>
/// <param name="NameLength">The length of the name in bytes, 0 or more.</param>
/// <param name="ValueStart">The start of the value's bytes.</param>
/// <param name="ValueLength">The length of the value in bytes; -1 for null.</param>
public readonly record struct HeaderSlice(int NameStart, int NameLength, int ValueStart, int ValueLength);
