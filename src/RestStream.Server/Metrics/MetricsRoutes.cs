using RestStream.Core;
using RestStream.Server.Hosting;
using RestStream.Server.OpenApi;
using RestStream.Server.Records;

namespace RestStream.Server.Metrics;

/// <summary>What Prometheus scrapes.</summary>
internal static class MetricsRoutes
{
    public static void AddMetrics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HttpCounters>();
        builder.Services.AddSingleton<MeterReadings>();
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Listens from the start on, not from the first scrape.
        routes.ServiceProvider.GetRequiredService<MeterReadings>();
        routes.MapGet("/metrics", Scrape).Describe(MetricsDocs.Scrape);
    }

    private static IResult Scrape(ILogEngine engine, MeterReadings meters, HttpCounters requests, StreamSlots streams, BodyBudget bodies, LimitOptions limits)
    {
        var text = new PrometheusText();
        WriteRequests(text, requests);
        foreach (var reading in meters.Read()) text.Instrument(reading);
        text.Head("reststream_open_streams", "gauge", "Open streams: SSE, NDJSON, and those of the hub.");
        text.Sample("reststream_open_streams", "", streams.Open);
        text.Head("reststream_request_bytes_in_flight", "gauge", "Bytes of request bodies in memory.");
        text.Sample("reststream_request_bytes_in_flight", "", bodies.InFlightBytes);
        TopicMetrics.Write(text, engine, limits.MaxMetricSeries);
        GroupMetrics.Write(text, engine, limits.MaxMetricSeries);
        return Results.Text(text.ToString(), PrometheusText.ContentType);
    }

    private static void WriteRequests(PrometheusText text, HttpCounters requests)
    {
        const string Name = "reststream_http_requests_total";
        text.Head(Name, "counter", "Requests answered, by method, route and class of status.");
        foreach (var (method, route, statusClass, count) in requests.Snapshot().OrderBy(row => row.Route, StringComparer.Ordinal))
        {
            text.Sample(Name, $"{PrometheusText.Label("method", method)},{PrometheusText.Label("route", route)},status=\"{statusClass}xx\"", count);
        }
    }
}
