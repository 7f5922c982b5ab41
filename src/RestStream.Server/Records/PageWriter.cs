using System.Text;
using RestStream.Core.Fetch;

namespace RestStream.Server.Records;

/// <summary>Splices a page's JSON from bytes.</summary>
internal static class PageWriter
{
    /// <summary>What a page begins with.</summary>
    public static ReadOnlySpan<byte> Opening => "{\"records\":["u8;

    /// <summary>Appends what follows the records; a read with a filter tells how many records were looked at.</summary>
    public static void AppendRest(ResponseBuffer body, ReadPosition position, IReadOnlyList<FetchedPartition> partitions, IReadOnlyList<Gap> gaps, int? scanned = null)
    {
        body.Append("],\"next\":\""u8);
        var cursor = body.GetSpan(Cursor.MaxEncodedLength);
        body.Advance(Cursor.EncodeUtf8(position.Topic.Id, position.NextOffsets.Span, cursor));
        body.Append("\",\"partitions\":["u8);
        AppendPartitions(body, position, partitions);
        body.Append("],\"gap\":"u8);
        if (gaps.Count == 0) body.Append("null"u8);
        else AppendGaps(body, gaps);
        if (scanned is { } count)
        {
            body.Append(",\"scanned\":"u8);
            body.Append(count);
        }

        body.Append("}"u8);
    }

    public static void AppendGaps(ResponseBuffer body, IReadOnlyList<Gap> gaps)
    {
        for (var i = 0; i < gaps.Count; i++)
        {
            body.Append(i == 0 ? "[{"u8 : ",{"u8);
            if (gaps[i].Topic is { } topic) AppendTopic(body, topic);
            body.Append("\"partition\":"u8);
            body.Append(gaps[i].Partition);
            body.Append(",\"from\":"u8);
            body.Append(gaps[i].From);
            body.Append(",\"to\":"u8);
            body.Append(gaps[i].To);
            body.Append(",\"reason\":\""u8);
            body.Append(ReasonBytes(gaps[i].Reason));
            body.Append("\"}"u8);
        }

        body.Append("]"u8);
    }

    // A topic's name needs no escapes.
    public static void AppendTopic(ResponseBuffer body, string topic)
    {
        body.Append("\"topic\":\""u8);
        body.Advance(Encoding.UTF8.GetBytes(topic, body.GetSpan(topic.Length)));
        body.Append("\","u8);
    }

    private static ReadOnlySpan<byte> ReasonBytes(string reason) => reason switch
    {
        GapReasons.Truncated => "truncated"u8,
        GapReasons.Recreated => "recreated"u8,
        GapReasons.Damaged => "damaged"u8,
        _ => "retention"u8,
    };

    private static void AppendPartitions(ResponseBuffer body, ReadPosition position, IReadOnlyList<FetchedPartition> partitions)
    {
        var isFirst = true;
        foreach (var partition in partitions.OrderBy(entry => entry.Partition))
        {
            body.Append(isFirst ? "{\"partition\":"u8 : ",{\"partition\":"u8);
            isFirst = false;
            body.Append(partition.Partition);
            body.Append(",\"nextOffset\":"u8);
            body.Append(position.Next(partition.Partition));
            body.Append(",\"highWatermark\":"u8);
            body.Append(partition.HighWatermark);
            body.Append(",\"logStartOffset\":"u8);
            body.Append(partition.LogStartOffset);
            body.Append("}"u8);
        }
    }
}
