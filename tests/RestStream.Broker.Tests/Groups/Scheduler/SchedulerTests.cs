using RestStream.Broker.Groups;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Groups.Scheduler;

/// <summary>Thousands of interleavings from one seed. RESTSTREAM_GROUP_RUNS makes it longer.</summary>
public sealed class SchedulerTests(ITestOutputHelper output)
{
    private const int Steps = 250;

    [Fact]
    public void Members_NeverShareAPartitionAndAlwaysComeToRest()
    {
        var random = SeededRandom.Create(output.WriteLine);
        for (var run = TestEnvironment.NumberOr("RESTSTREAM_GROUP_RUNS", 3_000); run > 0; run--)
        {
            var seed = random.Next();
            var violation = Run(seed, GroupMutation.None, out var history);
            Assert.True(violation is null, $"{violation} (run {seed}, {random})\n{history}");
        }
    }

    [Theory]
    [InlineData(GroupMutation.KeepStragglers)]
    [InlineData(GroupMutation.IgnoreGeneration)]
    [InlineData(GroupMutation.NoSyncDeadline)]
    [InlineData(GroupMutation.NoSessionExpiry)]
    [InlineData(GroupMutation.JoinWithoutRebalance)]
    internal void Mutation_IsNoticed(GroupMutation mutation)
    {
        var random = SeededRandom.Create(output.WriteLine);
        for (var run = 1; run <= 1_000; run++)
        {
            if (Run(random.Next(), mutation, out _) is not { } violation) continue;
            output.WriteLine($"{mutation}: run {run}: {violation}");
            return;
        }

        Assert.Fail($"{mutation} was not noticed, {random}");
    }

    private static string? Run(int seed, GroupMutation mutation, out string history)
    {
        // With the test runner's context, whoever waits would go on elsewhere.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        using var world = new GroupWorld(new Random(seed), mutation);
        try
        {
            world.Run(Steps);
            history = "";
            return null;
        }
        catch (WorldViolationException e)
        {
            history = world.History;
            return e.Message;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
