using RestStream.Core.Topics;

namespace RestStream.Core.Tests.Topics;

public sealed class TopicNameTests
{
    [Theory]
    [InlineData("quakes")]
    [InlineData("a")]
    [InlineData("...")]
    [InlineData("A.b_c-9")]
    [InlineData("-")]
    [InlineData("__consumer_offsets")]
    public void LegalName_HasNoViolation(string name) => Assert.Null(TopicName.Violation(name));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("%2e%2e")]
    [InlineData("ä")]
    [InlineData("a\0")]
    [InlineData("a\n")]
    [InlineData("a:b")]
    public void IllegalName_IsToldWhy(string name) => Assert.NotEmpty(TopicName.Violation(name)!);

    [Fact]
    public void LongestName_IsLegalAndOneMoreIsNot()
    {
        Assert.Null(TopicName.Violation(new string('x', 249)));
        Assert.Contains("249", TopicName.Violation(new string('x', 250)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__consumer_offsets", true)]
    [InlineData("__", true)]
    [InlineData("_schemas", true)]
    [InlineData("_schema", false)]
    [InlineData("quakes", false)]
    public void EnginesOwnTopics_AreInternal(string name, bool isInternal) => Assert.Equal(isInternal, TopicName.IsInternal(name));
}
