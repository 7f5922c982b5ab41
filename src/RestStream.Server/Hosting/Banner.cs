using System.Reflection;

namespace RestStream.Server.Hosting;

/// <summary>What the console shows when the server is ready.</summary>
internal static class Banner
{
    public static void Write(WebApplication app, TextWriter output)
    {
        var options = app.Services.GetRequiredService<ServerOptions>();
        var address = Reachable(app.Urls.FirstOrDefault() ?? options.Urls);
        var version = typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        output.WriteLine($"RestStream {version} listens on {string.Join(", ", app.Urls)}; data in {Path.GetFullPath(options.DataDir)}");
        if (options.Insecure) output.WriteLine("--insecure: whoever reaches this address may read, write and delete everything.");
        output.WriteLine($"Try:  curl -d '{{\"mag\":4.2,\"place\":\"Castaic\"}}' {address}/v1/topics/quakes");
        output.WriteLine($"      curl {address}/v1/topics/quakes/records");
        output.WriteLine($"      {address}/swagger");
        if (app.Environment.IsDevelopment()) output.WriteLine($"      {address}/samples/live-map/");
        output.Flush();
    }

    private static string Reachable(string url) => url
        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal)
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://*", "://localhost", StringComparison.Ordinal);
}
