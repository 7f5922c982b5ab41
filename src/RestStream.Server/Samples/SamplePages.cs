using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace RestStream.Server.Samples;

/// <summary>The sample pages of the repository's <c>samples</c> folder at <c>/samples/…</c>, in Development alone. They are copied beside the program when it is built.</summary>
internal static class SamplePages
{
    /// <summary>Scripts, styles and connections of the page's own origin, and nothing else.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the middleware only when there is something to serve.</summary>
    public static void UseSamplePages(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples");
        if (!app.Environment.IsDevelopment() || !Directory.Exists(folder)) return;
        var files = new FileServerOptions { FileProvider = new PhysicalFileProvider(folder), RequestPath = "/samples" };
        files.StaticFileOptions.ContentTypeProvider = Types();
        files.StaticFileOptions.OnPrepareResponse = Secure;
        app.UseFileServer(files);
    }

    private static FileExtensionContentTypeProvider Types()
    {
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".ndjson"] = "application/x-ndjson";
        return types;
    }

    private static void Secure(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
    }
}
