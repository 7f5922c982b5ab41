using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.TestKit.Simulation;

namespace RestStream.Broker.Tests.Groups;

/// <summary>The commits of one group, ascending in each partition: what was sent and what was acknowledged.</summary>
internal sealed class CommitHistory(string group, int partitions)
{
    private readonly long[] _sent = new long[partitions];
    private readonly long[] _acknowledged = new long[partitions];
    private bool _isUnknown;

    public async Task RunAsync(GroupCoordinator coordinator, int commits)
    {
        try
        {
            for (var offset = 1; offset <= commits; offset++)
            {
                for (var partition = 0; partition < partitions; partition++) await CommitAsync(coordinator, partition, offset);
            }
        }
        catch (SimulatedCrashException)
        {
            // The process it stands for is dead.
        }
    }

    /// <summary>While it runs: a refused commit has changed nothing.</summary>
    public void CheckMemory(GroupCoordinator coordinator, string context)
    {
        if (_isUnknown) return;
        for (var partition = 0; partition < partitions; partition++)
            Assert.True((coordinator.Committed(group, partition) ?? 0) == _acknowledged[partition], $"{context}: {Describe(coordinator, partition)}");
    }

    /// <summary>After a restart: nothing acknowledged is lost, nothing is there that was not sent.</summary>
    public void Check(GroupCoordinator coordinator, string context)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            var found = coordinator.Committed(group, partition) ?? 0;
            Assert.True(found >= _acknowledged[partition] && found <= _sent[partition], $"{context}: {Describe(coordinator, partition)}");
        }
    }

    private async Task CommitAsync(GroupCoordinator coordinator, int partition, long offset)
    {
        _sent[partition] = offset;
        var error = await coordinator.CommitAsync(group, offset, partition: partition);
        if (error == ErrorCode.None) _acknowledged[partition] = offset;
        _isUnknown |= error == ErrorCode.OutcomeUnknown;
    }

    private string Describe(GroupCoordinator coordinator, int partition) =>
        $"{group} {partition}: {coordinator.Committed(group, partition)}, acknowledged {_acknowledged[partition]}, sent {_sent[partition]}";
}
