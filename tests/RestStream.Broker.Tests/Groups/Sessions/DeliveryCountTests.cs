using RestStream.Broker.Groups.Sessions;

namespace RestStream.Broker.Tests.Groups.Sessions;

public sealed class DeliveryCountTests
{
    [Theory]
    [InlineData(0, 0, "")]
    [InlineData(3, 0, "reststream:deliveries=3")]
    [InlineData(2, 520, "reststream:deliveries=2;until=520")]
    public void Written_IsReadAsTheSame(int count, long until, string text)
    {
        var deliveries = new DeliveryCount(count, until);

        Assert.Equal(text, deliveries.ToMetadata());
        Assert.Equal(deliveries, DeliveryCount.Parse(text));
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("reststream:deliveries=")]
    [InlineData("reststream:deliveries=-1")]
    [InlineData("reststream:deliveries=1;until=")]
    [InlineData("reststream:deliveries=1;until=x")]
    [InlineData("reststream:deliveries=99999999999")]
    public void AnyOtherText_CountsNothing(string text) => Assert.Equal(default, DeliveryCount.Parse(text));

    [Fact]
    public void Suspects_StaySuspectedUntilAllArePassed()
    {
        var deliveries = new DeliveryCount(2, 10);

        Assert.True(deliveries.IsSuspect(9));
        Assert.Equal(new DeliveryCount(0, 10), deliveries.After(9));
        Assert.Equal(default, deliveries.After(10));
    }
}
