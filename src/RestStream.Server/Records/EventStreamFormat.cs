using System.Text;
using System.Text.Json;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>Server-sent events: <c>id</c> is the cursor behind the record, <c>data</c> the record on one line.</summary>
internal sealed class EventStreamFormat : IStreamFormat
{
    public static readonly EventStreamFormat Instance = new();

    public string ContentType => MediaTypes.EventStream;

    // An event without data is not dispatched, but its id is kept by the client and sent as Last-Event-ID.
    public void WriteStart(ResponseBuffer output, ReadPosition position, string from)
    {
        output.Append(": topic "u8);
        AppendText(output, position.Topic.Name);
        output.Append(", from "u8);
        AppendText(output, from);
        output.Append("\nretry: 1000\n"u8);
        AppendId(output, position);
        output.Append("\n"u8);
    }

    public void WriteRecord(ResponseBuffer output, ReadOnlySpan<byte> record, ReadPosition position)
    {
        AppendId(output, position);
        output.Append("data: "u8);
        output.Append(record);
        output.Append("\n\n"u8);
    }

    public void WriteGaps(ResponseBuffer output, IReadOnlyList<Gap> gaps, ReadPosition position)
    {
        output.Append("event: gap\n"u8);
        AppendId(output, position);
        output.Append("data: {\"gap\":"u8);
        PageWriter.AppendGaps(output, gaps);
        output.Append("}\n\n"u8);
    }

    public void WritePing(ResponseBuffer output) => output.Append(":\n\n"u8);

    public void WriteProgress(ResponseBuffer output, ReadPosition position)
    {
        output.Append(":\n"u8);
        AppendId(output, position);
        output.Append("\n"u8);
    }

    public void WriteProblem(ResponseBuffer output, Problem problem)
    {
        output.Append("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(output, ProblemWriter.Readable)) ProblemWriter.WriteBody(json, problem, null);
        output.Append("\n\n"u8);
    }

    public void WriteStop(ResponseBuffer output, ReadPosition position)
    {
        output.Append(": the server stops; connect again with Last-Event-ID\nretry: 2000\n"u8);
        AppendId(output, position);
        output.Append("\n"u8);
    }

    private static void AppendId(ResponseBuffer output, ReadPosition position)
    {
        output.Append("id: "u8);
        output.Advance(Cursor.EncodeUtf8(position.Topic.Id, position.NextOffsets.Span, output.GetSpan(Cursor.MaxEncodedLength)));
        output.Append("\n"u8);
    }

    // Names and positions are checked, but a line break would end the comment.
    private static void AppendText(ResponseBuffer output, string text)
    {
        var room = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        var written = Encoding.UTF8.GetBytes(text, room);
        room[..written].Replace((byte)'\n', (byte)' ');
        room[..written].Replace((byte)'\r', (byte)' ');
        output.Advance(written);
    }
}
