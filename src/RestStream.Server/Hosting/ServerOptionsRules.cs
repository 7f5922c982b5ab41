using System.Net;

namespace RestStream.Server.Hosting;

/// <summary>What the options of the process must satisfy together.</summary>
internal static class ServerOptionsRules
{
    public static IEnumerable<string> Problems(ServerOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.DataDir)) yield return "RestStream:DataDir (--data-dir) is empty.";
        if (options.DrainDelay < TimeSpan.Zero) yield return "RestStream:DrainDelay must not be negative.";
        if (options.StopTimeout <= TimeSpan.Zero) yield return "RestStream:StopTimeout must be above 0.";
        foreach (var url in Urls(options))
        {
            if (UrlProblem(url, options.Insecure) is { } problem) yield return problem;
        }
    }

    public static string[] Urls(ServerOptions options) =>
        options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>True when every address can be reached from this machine only.</summary>
    public static bool IsLoopbackOnly(ServerOptions options) => Urls(options).All(url => TryParse(url) is { } address && IsLoopback(address.Host));

    private static string? UrlProblem(string url, bool insecure)
    {
        if (TryParse(url) is not { } address) return $"RestStream:Urls (--urls): '{url}' is not an address such as http://127.0.0.1:8080.";
        if (address.Port is < 0 or > 65535) return $"RestStream:Urls (--urls): '{url}' has no such port; a port is 0 (any free one) to 65535.";
        if (!string.Equals(address.Scheme, "http", StringComparison.OrdinalIgnoreCase)) return $"RestStream:Urls (--urls): '{url}' is not served; only http is. Put a proxy in front for TLS.";
        if (insecure || IsLoopback(address.Host)) return null;
        return $"RestStream:Urls (--urls): '{url}' can be reached from other machines, and there are no credentials. Say --insecure if that is what you want, or listen on 127.0.0.1.";
    }

    private static BindingAddress? TryParse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
