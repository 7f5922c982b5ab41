using Microsoft.AspNetCore.Cors.Infrastructure;

namespace RestStream.Server.Security;

/// <summary>What pages of other origins may do: those that are named also with credentials, those that only <c>*</c> lets in without. Thread-safe.</summary>
internal sealed class CorsPolicies(OriginPolicy origins) : ICorsPolicyProvider
{
    private static readonly string[] Exposed = ["ETag", "Location", "Retry-After", "Allow", "Link"];

    // There are no cookies; SignalR's client asks with credentials all the same, and the hub is for named origins alone.
    private readonly CorsPolicy _named = For(origins).AllowCredentials().Build();
    private readonly CorsPolicy _any = For(origins).DisallowCredentials().Build();

    /// <inheritdoc/>
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        Task.FromResult<CorsPolicy?>(origins.IsNamed(context.Request.Headers.Origin.ToString()) ? _named : _any);

    private static CorsPolicyBuilder For(OriginPolicy origins) => new CorsPolicyBuilder()
        .SetIsOriginAllowed(origins.MayRead)
        .AllowAnyHeader()
        .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        .WithExposedHeaders(Exposed)
        .SetPreflightMaxAge(TimeSpan.FromHours(1));
}
