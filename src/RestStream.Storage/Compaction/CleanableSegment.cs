using RestStream.Storage.Log;

namespace RestStream.Storage.Compaction;

/// <summary>A sealed segment and the offset where the next one begins.</summary>
internal readonly record struct CleanableSegment(LogSegment Segment, long End);
