using RestStream.Broker.Timing;

namespace RestStream.Broker.Tests.Timing;

public sealed class DeadlinesTests
{
    [Fact]
    public void DeadlineBeyondWhatATimerTakes_IsKept()
    {
        using var deadlines = new Deadlines(TimeProvider.System, TimeSpan.FromMilliseconds(1));

        deadlines.Add(new Never(), TimeSpan.FromDays(60));

        Assert.Single(deadlines.TakeAll());
    }

    private sealed class Never : Deadline
    {
        public override void Expire() => Assert.Fail("It is not due.");
    }
}
