using RestStream.Server.OpenApi;

namespace RestStream.Server.Metrics;

/// <summary>Metrics in the OpenAPI document.</summary>
internal static class MetricsDocs
{
    public static readonly OperationDoc Scrape = new("metrics", "metrics", "Metrics, in Prometheus' text format")
    {
        Description = "Offsets of partitions, and offsets and lag of consumer groups, under kafka_exporter's names; the rest begins with `reststream_`.",
        Responses = [new(200, "The metrics", "text/plain")],
    };
}
