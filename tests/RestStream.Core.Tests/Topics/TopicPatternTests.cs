using RestStream.Core.Topics;

namespace RestStream.Core.Tests.Topics;

public sealed class TopicPatternTests
{
    [Theory]
    [InlineData("trucks-*", "trucks-1", true)]
    [InlineData("trucks-*", "trucks-", true)]
    [InlineData("trucks-*", "cars-1", false)]
    [InlineData("*", "anything", true)]
    [InlineData("*-1", "trucks-1", true)]
    [InlineData("*-1", "trucks-12", false)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "ac", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a**b", "ab", true)]
    [InlineData("a*bb*b", "abbb", true)]
    [InlineData("plain", "plain", true)]
    [InlineData("plain", "plainer", false)]
    public void Matches_IsTrueForWhatTheStarsCanStandFor(string pattern, string name, bool expected) => Assert.Equal(expected, new TopicPattern(pattern).Matches(name));

    [Theory]
    [InlineData("quakes", null)]
    [InlineData("trucks-*", null)]
    [InlineData("*", null)]
    [InlineData("..*", null)]
    [InlineData("", "empty")]
    [InlineData("a b", "only the characters")]
    [InlineData("a b*", "only the characters")]
    public void Violation_SaysWhichRuleIsBroken(string text, string? expected)
    {
        var violation = TopicPattern.Violation(text);

        if (expected is null) Assert.Null(violation);
        else Assert.Contains(expected, violation, StringComparison.Ordinal);
    }

    [Fact]
    public void Violation_TooLongPattern_IsOne() => Assert.NotNull(TopicPattern.Violation(new string('a', TopicName.MaxLength) + "*"));
}
