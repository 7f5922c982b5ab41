using System.Text;
using RestStream.Core.Groups;
using RestStream.Server.Json;
using RestStream.Server.Records;

namespace RestStream.Server.Groups;

/// <summary>Splices what follows the records in a poll's answer.</summary>
internal static class PollWriter
{
    /// <summary>Appends the rest; <paramref name="delivered"/> is null when there is nothing to acknowledge.</summary>
    public static void AppendRest(ResponseBuffer body, IConsumerSession session, ConsumerPoll poll, PollPosition? delivered, IReadOnlyList<Gap> gaps)
    {
        body.Append("],\"member\":"u8);
        AppendText(body, session.MemberId);
        body.Append(",\"generation\":"u8);
        body.Append(poll.Generation);
        body.Append(",\"assignment\":["u8);
        AppendPartitions(body, poll.Assignment);
        body.Append("],\"ack\":"u8);
        if (delivered is null || !TryAppendAck(body, session, poll, delivered)) body.Append("null"u8);
        body.Append(",\"gap\":"u8);
        if (gaps.Count == 0) body.Append("null"u8);
        else PageWriter.AppendGaps(body, gaps);
        body.Append("}"u8);
    }

    /// <summary>What a poll delivered, to be committed.</summary>
    public static List<Acknowledgement> Delivered(ConsumerPoll poll, ReadOnlySpan<long> next)
    {
        var delivered = new List<Acknowledgement>();
        for (var i = 0; i < next.Length; i++)
        {
            var read = poll.Partitions[i];
            if (next[i] > read.Position) delivered.Add(new(read.Topic, read.Partition, read.TopicId, next[i], read.OwnedSince));
        }

        return delivered;
    }

    public static void AppendPartitions(ResponseBuffer body, IReadOnlyList<AssignedPartition> partitions)
    {
        for (var i = 0; i < partitions.Count; i++)
        {
            body.Append(i == 0 ? "{"u8 : ",{"u8);
            PageWriter.AppendTopic(body, partitions[i].Topic);
            body.Append("\"partition\":"u8);
            body.Append(partitions[i].Partition);
            body.Append("}"u8);
        }
    }

    public static void AppendText(ResponseBuffer body, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        body.Advance(JsonString.WriteEscaped(utf8, body.GetSpan(JsonString.MaxEscapedLength(utf8.Length))));
    }

    private static bool TryAppendAck(ResponseBuffer body, IConsumerSession session, ConsumerPoll poll, PollPosition delivered)
    {
        body.Append("\""u8);
        var length = AckToken.Write(session.Group, session.InstanceId ?? session.MemberId, poll.Partitions, delivered.NextOffsets, body.GetSpan(AckToken.MaxLength(poll.Partitions.Count)));
        body.Advance(length);
        body.Append("\""u8);
        if (length > 0) return true;
        body.Advance(-2);
        return false;
    }
}
