namespace RestStream.Benchmarks.Load;

/// <summary>What the subscribers got.</summary>
/// <param name="BytesPerSecond">Over all connections.</param>
/// <param name="RecordsPerSecond">Numbered records, over all connections.</param>
/// <param name="Produced">Numbered records acknowledged.</param>
/// <param name="Missing">Deliveries of acknowledged numbered records that had not come two seconds after the last one was acknowledged.</param>
/// <param name="P50">From acknowledge to client, ms.</param>
/// <param name="P99">From acknowledge to client, ms.</param>
/// <param name="LateP99">The same over the run's last quarter: a growing backlog shows here.</param>
internal sealed record PushResult(double BytesPerSecond, double RecordsPerSecond, int Produced, long Missing, double P50, double P99, double LateP99);
