using System.Globalization;
using RestStream.Core.Fetch;

namespace RestStream.Core.Tests.Fetch;

public sealed class PositionParserTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("earliest", PositionKind.Earliest, 0)]
    [InlineData("latest", PositionKind.Latest, 0)]
    [InlineData("Latest", PositionKind.Latest, 0)]
    [InlineData(" 42 ", PositionKind.Offset, 42)]
    [InlineData("0", PositionKind.Offset, 0)]
    [InlineData("9223372036854775807", PositionKind.Offset, long.MaxValue)]
    [InlineData("-10", PositionKind.Last, 10)]
    [InlineData("@1517966773840", PositionKind.Timestamp, 1517966773840)]
    public void AllowedForm_IsRead(string text, PositionKind kind, long value) => Assert.Equal(new Position(kind, value), Parse(text));

    [Theory]
    [InlineData("@2026-11-01", "2026-11-01T00:00:00.000Z")]
    [InlineData("@2026-11-01T00:00Z", "2026-11-01T00:00:00.000Z")]
    [InlineData("@2026-11-01T10:30", "2026-11-01T10:30:00.000Z")]
    [InlineData("@2026-11-01T10:30+02:00", "2026-11-01T08:30:00.000Z")]
    [InlineData("@2026-11-01T10:30 02:00", "2026-11-01T08:30:00.000Z")]
    [InlineData("@2026-11-01T10:30:15-05:00", "2026-11-01T15:30:15.000Z")]
    [InlineData("@2026-11-01T10:30:15.123456Z", "2026-11-01T10:30:15.123Z")]
    [InlineData("@2026-11-01t10:30:15z", "2026-11-01T10:30:15.000Z")]
    [InlineData("@1969-12-31", "1969-12-31T00:00:00.000Z")]
    [InlineData("@-15m", "2026-11-21T11:45:00.000Z")]
    [InlineData("@-1500ms", "2026-11-21T11:59:58.500Z")]
    [InlineData("@-30s", "2026-11-21T11:59:30.000Z")]
    [InlineData("@-2h", "2026-11-21T10:00:00.000Z")]
    [InlineData("@-1d", "2026-11-20T12:00:00.000Z")]
    public void Time_IsReadAsUtc(string text, string expected)
    {
        var at = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        Assert.Equal(new Position(PositionKind.Timestamp, at), Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("@")]
    [InlineData("@-")]
    [InlineData("@-15")]
    [InlineData("@-15x")]
    [InlineData("@15m")]
    [InlineData("--1")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775808")]
    [InlineData("@2026-13-01")]
    [InlineData("@2026-11-01T25:00Z")]
    [InlineData("@2026-11-01T10:30Z and more")]
    [InlineData("@01/11/2026")]
    [InlineData("newest")]
    [InlineData("٤٢")]
    public void AnythingElse_IsRefusedWithTheAllowedForms(string text)
    {
        Assert.False(PositionParser.TryParse(text, new FixedTime(), out var position, out var error));
        Assert.Equal(Position.Earliest, position);
        Assert.Contains(PositionParser.Forms, error, StringComparison.Ordinal);
    }

    [Fact]
    public void HugeText_IsRefusedWithAShortMessage()
    {
        Assert.False(PositionParser.TryParse('@' + new string('9', 100_000), new FixedTime(), out _, out var error));
        Assert.True(error.Length < 400);
    }

    private static Position Parse(string text)
    {
        Assert.True(PositionParser.TryParse(text, new FixedTime(), out var position, out var error), error);
        return position;
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
