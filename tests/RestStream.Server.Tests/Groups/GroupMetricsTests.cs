using System.Globalization;
using RestStream.Core.Groups;
using RestStream.TestKit;

namespace RestStream.Server.Tests.Groups;

/// <summary>Offsets, lag and rebalances of groups on /metrics.</summary>
public sealed class GroupMetricsTests
{
    [Fact]
    public async Task Metrics_OfGroups_HaveKafkaExportersNames()
    {
        await using RestStreamApp app = await StartAsync(maxSeries: 1000);
        await CommitAsync(app, "billing", ("quakes", 0, 1), ("quakes", 2, 3), ("storms", 0, 0));
        string member = await KafkaMember.JoinAsync(app.Engine, "a \"b\"\\", "quakes", 3);

        string[] lines = (await app.Client.GetStringAsync("/metrics")).Split('\n');

        foreach (string line in new[]
        {
            "# TYPE kafka_consumergroup_lag gauge",
            "kafka_consumergroup_members{consumergroup=\"billing\"} 0",
            "kafka_consumergroup_members{consumergroup=\"a \\\"b\\\"\\\\\"} 1",
            "kafka_consumergroup_current_offset{consumergroup=\"billing\",partition=\"2\",topic=\"quakes\"} 3",
            "kafka_consumergroup_current_offset_sum{consumergroup=\"billing\",topic=\"quakes\"} 4",
            "kafka_consumergroup_lag{consumergroup=\"billing\",partition=\"0\",topic=\"quakes\"} 3",
            "kafka_consumergroup_lag{consumergroup=\"billing\",partition=\"2\",topic=\"quakes\"} 1",
            "kafka_consumergroup_lag{consumergroup=\"billing\",partition=\"0\",topic=\"storms\"} 0",
            "kafka_consumergroup_lag_sum{consumergroup=\"billing\",topic=\"quakes\"} 4",
            "reststream_groups{state=\"Stable\"} 1",
            "reststream_groups{state=\"Empty\"} 1",
            "reststream_groups_without_metrics 0",
            "# TYPE reststream_groups_rebalance_duration_seconds histogram",
        }) Assert.Contains(line, lines);
        Assert.True(Value(lines, "reststream_groups_rebalances_total") >= 1);
        Assert.True(Value(lines, "reststream_groups_rebalance_duration_seconds_count") >= 1);

        await KafkaMember.LeaveAsync(app.Engine, "a \"b\"\\", member);
        Assert.Contains("kafka_consumergroup_members{consumergroup=\"a \\\"b\\\"\\\\\"} 0", await app.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfMoreGroupsThanTheLimit_LeaveSomeOutAndCountThem()
    {
        await using RestStreamApp app = await StartAsync(maxSeries: 10);
        for (int i = 0; i < 8; i++) await CommitAsync(app, $"group-{i}", ("quakes", 0, 1), ("quakes", 1, 1));

        string[] lines = (await app.Client.GetStringAsync("/metrics")).Split('\n');

        Assert.Equal(6, lines.Count(line => line.StartsWith("kafka_consumergroup_lag{", StringComparison.Ordinal)));
        Assert.Contains("reststream_groups_without_metrics 5", lines);
        Assert.Contains("reststream_groups{state=\"Empty\"} 8", lines);
    }

    private static double Value(string[] lines, string name) =>
        double.Parse(lines.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    private static async Task<RestStreamApp> StartAsync(int maxSeries)
    {
        RestStreamApp app = RestStreamApp.With(("Groups:OffsetsTopicPartitions", "1"), ("Limits:MaxMetricSeries", maxSeries.ToString(CultureInfo.InvariantCulture)));
        await Eventually.True(() => app.Engine.Groups.List(null, 1, null).IsSuccess);
        await app.CreateTopicAsync("quakes", 3);
        await app.CreateTopicAsync("storms");
        for (int i = 0; i < 12; i++) await app.ProduceAsync("quakes", $$"""{"value":{{i}},"partition":{{i % 3}}}""");
        return app;
    }

    private static async Task CommitAsync(RestStreamApp app, string group, params (string Topic, int Partition, long Offset)[] offsets)
    {
        var committed = await app.Engine.Groups.CommitAsync(
            new GroupCommit(group, null, null, [.. offsets.Select(offset => new OffsetCommit(offset.Topic, offset.Partition, offset.Offset, ""))]), default);
        Assert.All(committed.Value!, outcome => Assert.Null(outcome.Error));
    }
}
