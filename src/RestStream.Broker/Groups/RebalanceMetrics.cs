using System.Diagnostics.Metrics;

namespace RestStream.Broker.Groups;

/// <summary>Rebalances of all groups of the process, in the meter <c>RestStream.Broker</c>. Thread-safe.</summary>
internal static class RebalanceMetrics
{
    private static readonly Meter Meter = new("RestStream.Broker");

    private static readonly Counter<long> Rebalances =
        Meter.CreateCounter<long>("reststream.groups.rebalances", description: "Rebalances of consumer groups that ended.");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("reststream.groups.rebalance.duration", "s", "From the cause of a rebalance until the group is Stable or Empty.");

    public static void Rebalanced(TimeSpan duration)
    {
        Rebalances.Add(1);
        Duration.Record(duration.TotalSeconds);
    }
}
