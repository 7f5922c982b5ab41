using System.Net;
using RestStream.Server.Hosting;

namespace RestStream.Server.Security;

/// <summary>
/// Keeps foreign web pages from using a browser against this server: a changing call with a foreign <c>Origin</c> or <c>Sec-Fetch-Site: cross-site</c> is refused, and so is
/// any call whose Host does not name a server that listens on loopback only (DNS rebinding).
/// </summary>
internal sealed class OriginPolicy
{
    private static readonly PathString HubPaths = "/hubs";
    private static readonly char[] Separators = [' ', ',', ';'];
    private readonly HashSet<string> _origins;
    private readonly string[] _hosts;
    private readonly bool _checksHost;
    private readonly bool _isLoopbackOnly;

    public OriginPolicy(ServerOptions options)
    {
        _origins = new HashSet<string>(Split(options.AllowedOrigins), StringComparer.OrdinalIgnoreCase);
        _hosts = Split(options.AllowedHosts);
        _isLoopbackOnly = _hosts.Length == 0 && ServerOptionsRules.IsLoopbackOnly(options);
        _checksHost = (_isLoopbackOnly || _hosts.Length > 0) && !_hosts.Contains("*");
    }

    /// <summary>True when any other origin may read.</summary>
    public bool HasAllowedOrigins => _origins.Count > 0;

    /// <summary>True when this very origin is allowed, not by <c>*</c> alone.</summary>
    public bool IsNamed(string origin) => origin != "*" && _origins.Contains(origin);

    /// <summary>True when a page of this origin may read the answer.</summary>
    public bool MayRead(string origin) => _origins.Contains("*") || _origins.Contains(origin);

    /// <summary>True when the Host header names this server.</summary>
    public bool IsKnownHost(HostString host)
    {
        if (!_checksHost || !host.HasValue) return true;
        return _isLoopbackOnly ? IsLoopbackName(host.Host) : _hosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>True when the call changes something on behalf of a web page of an origin that is not allowed. Whatever opens a hub's connection counts: all its calls go
    /// through it, and a browser asks no leave before it opens a WebSocket to another origin.</summary>
    public bool IsForeignChange(HttpRequest request)
    {
        if (HttpMethods.IsOptions(request.Method)) return false;
        if ((HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Path.StartsWithSegments(HubPaths)) return false;
        if (request.Headers.Origin is [{ Length: > 0 } origin, ..]) return !IsOwn(origin, request) && !_origins.Contains(origin);
        return request.Headers["Sec-Fetch-Site"] is ["cross-site", ..];
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase)
        && uri.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
        && uri.Port == (request.Host.Port ?? (request.IsHttps ? 443 : 80));

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string[] Split(string list) => list.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
}
