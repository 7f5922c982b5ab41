using System.Collections.Concurrent;

namespace RestStream.Server.Metrics;

/// <summary>Requests by method, route and class of status. Routes are those of the program, so the label sets are bounded.</summary>
internal sealed class HttpCounters
{
    private const int StatusClasses = 6;
    private static readonly (string Method, string Route) Unrouted = ("*", "(none)");
    private readonly ConcurrentDictionary<(string Method, string Route), long[]> _byRoute = new();

    // Spares the common request the look at its endpoint's metadata. Several endpoints can share one route's counts.
    private readonly ConcurrentDictionary<Endpoint, long[]> _byEndpoint = new();

    /// <summary>Counts one answered request.</summary>
    public void Count(HttpContext context)
    {
        var counts = context.GetEndpoint() is { } endpoint ? _byEndpoint.GetOrAdd(endpoint, CountsOf) : CountsOf(Unrouted);
        Interlocked.Increment(ref counts[Math.Clamp(context.Response.StatusCode / 100, 0, StatusClasses - 1)]);
    }

    /// <summary>Everything counted: method, route, class of status (2 for 2xx) and count; each of the first three together once.</summary>
    public IEnumerable<(string Method, string Route, int StatusClass, long Count)> Snapshot() =>
        _byRoute.SelectMany(counted => Rows(counted.Key.Method, counted.Key.Route, counted.Value));

    private long[] CountsOf(Endpoint endpoint)
    {
        if (endpoint is not RouteEndpoint { RoutePattern.RawText: { Length: > 0 } route }) return CountsOf(Unrouted);
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: [var first, ..] } ? first : "*";
        return CountsOf((method, "/" + route.Trim('/')));
    }

    private long[] CountsOf((string Method, string Route) route) => _byRoute.GetOrAdd(route, _ => new long[StatusClasses]);

    private static IEnumerable<(string, string, int, long)> Rows(string method, string route, long[] counts)
    {
        for (var i = 1; i < StatusClasses; i++)
        {
            if (Volatile.Read(ref counts[i]) is > 0 and var count) yield return (method, route, i, count);
        }
    }
}
