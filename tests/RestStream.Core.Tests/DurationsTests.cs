using RestStream.Core;

namespace RestStream.Core.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("250", 250)]
    [InlineData("1500ms", 1_500)]
    [InlineData("10s", 10_000)]
    [InlineData("3m", 180_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("922337203685477ms", 922337203685477)]
    public void AllowedForm_IsRead(string text, long milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(milliseconds * TimeSpan.TicksPerMillisecond, duration.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5s")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("1w")]
    [InlineData("١s")]
    [InlineData("922337203685478ms")]
    [InlineData("99999999999999999999s")]
    [InlineData("10675200d")]
    public void AnythingElse_IsRefused(string text) => Assert.False(Durations.TryParse(text, out _));
}
