using RestStream.Core.Groups;
using RestStream.Server.Records;

namespace RestStream.Server.Groups;

/// <summary>
/// How a member's stream writes. Events: records as they are everywhere, without <c>id</c> (a group goes on from its committed offsets, not from a cursor), everything else as a named event.
/// NDJSON: a record is a line, everything else a line with one member of that name.
/// </summary>
internal sealed class GroupStreamForm(IStreamFormat format)
{
    private readonly bool _isEvents = format == EventStreamFormat.Instance;

    /// <summary>The first event, <c>joined</c>, and <c>assigned</c> when a rebalance changed something: who the client is in the group, for its commits, and what it has.</summary>
    public void WriteMember(ResponseBuffer output, ReadOnlySpan<byte> name, IConsumerSession session, ConsumerPoll poll)
    {
        if (_isEvents && name.SequenceEqual("joined"u8)) output.Append("retry: 1000\n"u8);
        Begin(output, name);
        output.Append("{\"member\":"u8);
        PollWriter.AppendText(output, session.MemberId);
        output.Append(",\"generation\":"u8);
        output.Append(poll.Generation);
        output.Append(",\"assignment\":["u8);
        PollWriter.AppendPartitions(output, poll.Assignment);
        output.Append("]}"u8);
        End(output);
    }

    public void WriteRecord(ResponseBuffer output, ReadOnlySpan<byte> record)
    {
        if (_isEvents) output.Append("data: "u8);
        output.Append(record);
        output.Append(_isEvents ? "\n\n"u8 : "\n"u8);
    }

    public void WriteGaps(ResponseBuffer output, IReadOnlyList<Gap> gaps)
    {
        if (!_isEvents)
        {
            output.Append("{\"gap\":"u8);
            PageWriter.AppendGaps(output, gaps);
            output.Append("}\n"u8);
            return;
        }

        output.Append("event: gap\ndata: {\"gap\":"u8);
        PageWriter.AppendGaps(output, gaps);
        output.Append("}\n\n"u8);
    }

    /// <summary>The last words at a stop of the server.</summary>
    public void WriteStop(ResponseBuffer output)
    {
        if (_isEvents) output.Append(": the server stops; connect again\nretry: 2000\n\n"u8);
    }

    private void Begin(ResponseBuffer output, ReadOnlySpan<byte> name)
    {
        output.Append(_isEvents ? "event: "u8 : "{\""u8);
        output.Append(name);
        output.Append(_isEvents ? "\ndata: "u8 : "\":"u8);
    }

    private void End(ResponseBuffer output) => output.Append(_isEvents ? "\n\n"u8 : "}\n"u8);
}
