using System.Globalization;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Server.Groups;

namespace RestStream.Server.Metrics;

/// <summary>Offsets and lag of consumer groups, under kafka_exporter's names, so that existing boards and alarms show them. Bounded: groups beyond the limit are left out and counted.</summary>
internal static class GroupMetrics
{
    private sealed record Measured(ConsumerGroupSummary Group, IReadOnlyList<GroupOffset> Offsets);

    public static void Write(PrometheusText text, ILogEngine engine, int maxSeries)
    {
        // Until groups are loaded there are none to tell of: a gap in the series, not a fall to 0.
        IReadOnlyList<ConsumerGroupSummary> groups = engine.Groups.List(null, int.MaxValue, null) is { IsSuccess: true } listed ? listed.Value : [];
        var shown = Collect(engine.Groups, groups, maxSeries);
        var lag = new GroupLag(engine);
        text.Head("kafka_consumergroup_members", "gauge", "Members of a consumer group.");
        foreach (var one in shown) text.Sample("kafka_consumergroup_members", Label(one), one.Group.Members);
        WritePartitions(text, shown, "kafka_consumergroup_current_offset", "Committed offset of a consumer group in a partition.", offset => offset.NextOffset);
        WriteSums(text, shown, "kafka_consumergroup_current_offset_sum", "Committed offsets of a consumer group over the partitions of a topic.", offset => offset.NextOffset);
        WritePartitions(text, shown, "kafka_consumergroup_lag", "How far a consumer group is behind the end of a partition.", offset => lag.Behind(offset));
        WriteSums(text, shown, "kafka_consumergroup_lag_sum", "How far a consumer group is behind the ends of a topic's partitions.", offset => lag.Behind(offset));
        WriteStates(text, groups);
        text.Head("reststream_groups_without_metrics", "gauge", "Groups left out because of the limit on series.");
        text.Sample("reststream_groups_without_metrics", "", groups.Count - shown.Count);
    }

    private static List<Measured> Collect(IGroups engine, IReadOnlyList<ConsumerGroupSummary> groups, int maxSeries)
    {
        var shown = new List<Measured>();
        var series = 0;
        foreach (var group in groups)
        {
            if (series >= maxSeries) break;
            if (engine.Offsets(group.Group) is not { IsSuccess: true } offsets || series + 1 + offsets.Value.Count > maxSeries) continue;
            series += 1 + offsets.Value.Count;
            shown.Add(new(group, offsets.Value));
        }

        return shown;
    }

    private static void WritePartitions(PrometheusText text, List<Measured> groups, string name, string help, Func<GroupOffset, long?> value)
    {
        text.Head(name, "gauge", help);
        foreach (var group in groups)
        {
            foreach (var offset in group.Offsets)
            {
                if (value(offset) is not { } number) continue;
                var partition = offset.Partition.ToString(CultureInfo.InvariantCulture);
                text.Sample(name, $"{Label(group)},{PrometheusText.Label("partition", partition)},{PrometheusText.Label("topic", offset.Topic)}", number);
            }
        }
    }

    private static void WriteSums(PrometheusText text, List<Measured> groups, string name, string help, Func<GroupOffset, long?> value)
    {
        text.Head(name, "gauge", help);
        foreach (var group in groups)
        {
            foreach (var topic in group.Offsets.GroupBy(offset => offset.Topic))
                text.Sample(name, $"{Label(group)},{PrometheusText.Label("topic", topic.Key)}", topic.Sum(offset => value(offset) ?? 0));
        }
    }

    private static void WriteStates(PrometheusText text, IReadOnlyList<ConsumerGroupSummary> groups)
    {
        text.Head("reststream_groups", "gauge", "Consumer groups, by state.");
        foreach (var state in Enum.GetValues<ConsumerGroupState>().Where(state => state != ConsumerGroupState.Dead))
            text.Sample("reststream_groups", PrometheusText.Label("state", state.ToString()), groups.Count(group => group.State == state));
    }

    private static string Label(Measured group) => PrometheusText.Label("consumergroup", group.Group.Group);
}
