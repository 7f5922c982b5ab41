namespace RestStream.Server.Health;

/// <summary>How the server is.</summary>
/// <param name="Status">"ok", "starting", "diskFull", "stopping" or "failed".</param>
/// <param name="Detail">A sentence for a person; null when all is well.</param>
internal sealed record HealthStatus(string Status, string? Detail = null);
