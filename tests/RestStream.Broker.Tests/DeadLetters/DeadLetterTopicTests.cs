using RestStream.Broker.DeadLetters;
using RestStream.Core.Topics;

namespace RestStream.Broker.Tests.DeadLetters;

public sealed class DeadLetterTopicTests
{
    [Fact]
    public void LegalNames_AreJoined() => Assert.Equal("quakes.billing.dlq", DeadLetterTopic.NameFor("quakes", "billing"));

    [Fact]
    public void IllegalCharacters_AreReplaced_AndDifferentGroupsStayApart()
    {
        var (a, b) = (DeadLetterTopic.NameFor("quakes", "a/b"), DeadLetterTopic.NameFor("quakes", "a b"));

        Assert.Matches("^quakes\\.a_b-[0-9a-f]{8}\\.dlq$", a);
        Assert.NotEqual(a, b);
        Assert.NotEqual(DeadLetterTopic.NameFor("q.a", "b/"), DeadLetterTopic.NameFor("q", "a.b/"));
    }

    [Theory]
    [InlineData(244)]
    [InlineData(245)]
    [InlineData(249)]
    public void LongNames_AreCutAndHashed(int length)
    {
        var name = DeadLetterTopic.NameFor(new string('t', length), "g");

        Assert.Null(TopicName.Violation(name));
        Assert.EndsWith(".dlq", name);
        Assert.NotEqual(name, DeadLetterTopic.NameFor(new string('t', length), "h"));
    }
}
