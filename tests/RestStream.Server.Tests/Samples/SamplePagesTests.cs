namespace RestStream.Server.Tests.Samples;

/// <summary>The host of these tests is in Development; that other environments serve no samples is tested with the page itself.</summary>
public sealed class SamplePagesTests
{
    [Fact]
    public async Task Page_InDevelopment_IsServedUnderAStrictPolicy()
    {
        await using var app = RestStreamApp.With();

        using var page = await app.GetAsync("/samples/live-map/");
        using var data = await app.GetAsync("/samples/live-map/quakes.ndjson");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("application/x-ndjson", data.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/samples/live-map/nothing.js")]
    [InlineData("/samples/%2e%2e/appsettings.json")]
    [InlineData("/samples/..%2fappsettings.json")]
    public async Task WhatIsNoSample_Returns404(string path)
    {
        await using var app = RestStreamApp.With();

        using var response = await app.GetAsync(path);

        await response.ProblemAsync("route-not-found");
    }
}
