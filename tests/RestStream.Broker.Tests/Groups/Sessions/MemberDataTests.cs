using RestStream.Broker.Groups.Protocol;
using RestStream.Broker.Groups.Sessions;
using RestStream.Storage;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups.Sessions;

public sealed class MemberDataTests(ITestOutputHelper output)
{
    private static readonly MemberData Sample = new(7, ["trucks-*", "*"], [3, 9]);

    [Theory]
    [InlineData(null)]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0, 0, 5 })]
    public void BehindAnAssignorsData_IsReadBack_AndThatStaysInFront(byte[]? theirs)
    {
        var bytes = Sample.AppendTo(theirs);

        Assert.True(MemberData.TryRead(bytes, out var read));
        Assert.Equal(7, read.MaxDeliveries);
        Assert.Equal(["trucks-*", "*"], read.Patterns);
        Assert.Equal([3, 9], read.OwnedSince);
        Assert.True(bytes.AsSpan().StartsWith(theirs ?? []));
    }

    [Fact]
    public void OwnershipOfASubscription_IsInItsOrder()
    {
        var subscription = new ConsumerProtocolSubscription { Topics = ["a"], OwnedPartitions = [new TopicPartition("a", 1), new TopicPartition("b", 0)] };
        Assert.True(ConsumerProtocolSubscription.TryRead(subscription.ToBytes(), out var read));

        var since = Sample.SinceOf(read);

        Assert.Equal(3, since[new TopicPartition("a", 1)]);
        Assert.Equal(9, since[new TopicPartition("b", 0)]);
        Assert.Empty(new MemberData(0, [], [1]).SinceOf(read));
    }

    [Fact]
    public void CutOrChangedAnywhere_NeverThrows()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var bytes = Sample.AppendTo(new byte[] { 1, 2, 3 });
        for (var length = 0; length < bytes.Length; length++) MemberData.TryRead(bytes.AsSpan(0, length), out _);
        for (var i = 0; i < 20_000; i++)
        {
            var changed = bytes.ToArray();
            for (var flips = random.Next(1, 5); flips > 0; flips--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (MemberData.TryRead(changed, out var read)) read.SinceOf(new ConsumerProtocolSubscription { Topics = [] });
        }
    }
}
