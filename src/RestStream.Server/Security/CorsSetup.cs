using Microsoft.AspNetCore.Cors.Infrastructure;

namespace RestStream.Server.Security;

/// <summary>CORS: off unless origins are allowed.</summary>
internal static class CorsSetup
{
    public static void AddBrowserSecurity(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OriginPolicy>();
        builder.Services.AddCors();
        builder.Services.AddSingleton<ICorsPolicyProvider, CorsPolicies>();
    }

    /// <summary>Adds the middleware only when it has something to do.</summary>
    public static void UseBrowserSecurity(this WebApplication app)
    {
        var policy = app.Services.GetRequiredService<OriginPolicy>();
        if (!policy.HasAllowedOrigins) return;
        app.UseCors();
    }
}
