namespace RestStream.Server.Security;

/// <summary>CORS: off unless origins are allowed.</summary>
internal static class CorsSetup
{
    private static readonly string[] Exposed = ["ETag", "Location", "Retry-After", "Allow", "Link"];

    public static void AddBrowserSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OriginPolicy>();
        builder.Services.AddCors();
    }

    /// <summary>Adds the middleware only when it has something to do.</summary>
    public static void UseBrowserSecurity(this WebApplication app)
    {
        var policy = app.Services.GetRequiredService<OriginPolicy>();
        if (!policy.HasAllowedOrigins) return;
        app.UseCors(cors => cors
            .SetIsOriginAllowed(policy.MayRead)
            // There are no cookies; SignalR's client asks with credentials all the same.
            .AllowCredentials()
            .AllowAnyHeader()
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithExposedHeaders(Exposed)
            .SetPreflightMaxAge(TimeSpan.FromHours(1)));
    }
}
