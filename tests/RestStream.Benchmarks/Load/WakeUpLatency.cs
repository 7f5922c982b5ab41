namespace RestStream.Benchmarks.Load;

/// <summary>Latencies in milliseconds.</summary>
internal sealed record WakeUpLatency(int Records, double P50, double P99, double Max);
