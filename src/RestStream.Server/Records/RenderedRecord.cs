namespace RestStream.Server.Records;

/// <summary>Where one rendered record lies in its page.</summary>
internal readonly record struct RenderedRecord(long Offset, long Timestamp, int Start, int Length);
