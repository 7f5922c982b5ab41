namespace RestStream.Benchmarks.Load;

/// <summary>What a load did.</summary>
/// <param name="RequestsPerSecond">Answered requests per second.</param>
/// <param name="Errors">Answers other than 2xx, and broken connections.</param>
internal sealed record LoadResult(double RequestsPerSecond, long Errors);
