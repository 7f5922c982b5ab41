namespace RestStream.Server.Hosting;

/// <summary>The process: where it listens and where its data is. Section <c>RestStream</c>, environment <c>RESTSTREAM__*</c>.</summary>
internal sealed class ServerOptions
{
    public const string Section = "RestStream";

    /// <summary>Where to listen, separated by semicolons (`--urls`).</summary>
    public string Urls { get; set; } = "http://127.0.0.1:8080";

    /// <summary>The data directory; made when absent (`--data-dir`).</summary>
    public string DataDir { get; set; } = "./data";

    /// <summary>Allows an address other than loopback without credentials (`--insecure`).</summary>
    public bool Insecure { get; set; }

    /// <summary>Origins of web pages that may call this server, separated by spaces or commas; `*` allows every origin to read and none to change.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Names that the Host header may have, separated by spaces or commas. Empty: localhost and loopback addresses when listening on loopback only, any otherwise.</summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>How long readiness says 503 before connections are closed at a stop; skipped when nobody asked for readiness.</summary>
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits for requests that are running.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
