using System.Collections.Concurrent;

namespace RestStream.Server.Metrics;

/// <summary>Requests by method, route and class of status. Routes are those of the program, so the label sets are bounded.</summary>
internal sealed class HttpCounters
{
    private const int StatusClasses = 6;
    private readonly ConcurrentDictionary<Endpoint, long[]> _byEndpoint = new();
    private readonly long[] _unrouted = new long[StatusClasses];

    /// <summary>Counts one answered request.</summary>
    public void Count(HttpContext context)
    {
        var counts = context.GetEndpoint() is { } endpoint ? _byEndpoint.GetOrAdd(endpoint, _ => new long[StatusClasses]) : _unrouted;
        Interlocked.Increment(ref counts[Math.Clamp(context.Response.StatusCode / 100, 0, StatusClasses - 1)]);
    }

    /// <summary>Everything counted: method, route, class of status (2 for 2xx) and count.</summary>
    public IEnumerable<(string Method, string Route, int StatusClass, long Count)> Snapshot()
    {
        foreach (var (endpoint, counts) in _byEndpoint)
        {
            var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText is { Length: > 0 } text ? "/" + text.Trim('/') : "(none)";
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: [var first, ..] } ? first : "*";
            foreach (var row in Rows(method, route, counts)) yield return row;
        }

        foreach (var row in Rows("*", "(none)", _unrouted)) yield return row;
    }

    private static IEnumerable<(string, string, int, long)> Rows(string method, string route, long[] counts)
    {
        for (var i = 1; i < StatusClasses; i++)
        {
            if (Volatile.Read(ref counts[i]) is > 0 and var count) yield return (method, route, i, count);
        }
    }
}
