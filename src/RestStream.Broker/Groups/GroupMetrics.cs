using System.Diagnostics.Metrics;

namespace RestStream.Broker.Groups;

/// <summary>What becomes of members and offsets, on the engine's meter; shared by all engines of the process.</summary>
internal static class GroupMetrics
{
    private static readonly Meter Meter = new("RestStream.Broker");

    public static readonly Counter<long> SessionsExpired =
        Meter.CreateCounter<long>("reststream.groups.expired.sessions", description: "Members that were removed because they were silent.");

    public static readonly Counter<long> OffsetsCommitted =
        Meter.CreateCounter<long>("reststream.groups.offset.commits", description: "Offsets committed.");

    public static readonly Counter<long> OffsetsExpired =
        Meter.CreateCounter<long>("reststream.groups.offset.expirations", description: "Committed offsets deleted because they were too old.");
}
