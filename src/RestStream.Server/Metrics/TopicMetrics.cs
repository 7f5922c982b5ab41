using System.Globalization;
using RestStream.Core.Topics;

namespace RestStream.Server.Metrics;

/// <summary>Sizes and offsets of partitions, under kafka_exporter's names, so that existing boards show them. Bounded: topics beyond the limit are left out and counted.</summary>
internal static class TopicMetrics
{
    private const int PageSize = 500;

    public static void Write(PrometheusText text, ITopics topics, int maxSeries)
    {
        var (shown, leftOut) = Collect(topics, maxSeries);
        text.Head("kafka_brokers", "gauge", "Number of brokers.");
        text.Sample("kafka_brokers", "", 1);
        text.Head("kafka_topic_partitions", "gauge", "Number of partitions for this topic.");
        foreach (var topic in shown) text.Sample("kafka_topic_partitions", PrometheusText.Label("topic", topic.Name), topic.Partitions.Count);
        WritePartitions(text, shown, "kafka_topic_partition_current_offset", "Current offset of a partition.", partition => partition.HighWatermark);
        WritePartitions(text, shown, "kafka_topic_partition_oldest_offset", "Oldest offset of a partition.", partition => partition.LogStartOffset);
        WritePartitions(text, shown, "reststream_topic_partition_size_bytes", "Bytes of a partition's segments.", partition => partition.SizeBytes);
        text.Head("reststream_topics_without_metrics", "gauge", "Topics left out because of the limit on series.");
        text.Sample("reststream_topics_without_metrics", "", leftOut);
    }

    private static (List<TopicDescription> Shown, int LeftOut) Collect(ITopics topics, int maxSeries)
    {
        var shown = new List<TopicDescription>();
        var (series, leftOut) = (0, 0);
        for (string? after = null; ;)
        {
            var page = topics.List(after, PageSize, includeInternal: true);
            foreach (var topic in page)
            {
                if (series + topic.Partitions.Count > maxSeries)
                {
                    leftOut++;
                    continue;
                }

                series += topic.Partitions.Count;
                shown.Add(topic);
            }

            if (page.Count < PageSize) return (shown, leftOut);
            after = page[^1].Name;
        }
    }

    private static void WritePartitions(PrometheusText text, List<TopicDescription> topics, string name, string help, Func<PartitionDescription, long> value)
    {
        text.Head(name, "gauge", help);
        foreach (var topic in topics)
        {
            var label = PrometheusText.Label("topic", topic.Name);
            foreach (var partition in topic.Partitions)
            {
                text.Sample(name, string.Create(CultureInfo.InvariantCulture, $"partition=\"{partition.Partition}\",{label}"), value(partition));
            }
        }
    }
}
