using System.Text.Json;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>NDJSON: one record a line; a gap, an error and the resume hint are lines with one member of that name; a blank line is a sign of life.</summary>
internal sealed class NdjsonStreamFormat : IStreamFormat
{
    public static readonly NdjsonStreamFormat Instance = new();

    public string ContentType => MediaTypes.Ndjson;

    public void WriteStart(ResponseBuffer output, ReadPosition position, string from)
    {
        // Every line is a record: heads alone say that the stream is open.
    }

    public void WriteRecord(ResponseBuffer output, ReadOnlySpan<byte> record, ReadPosition position)
    {
        output.Append(record);
        output.Append("\n"u8);
    }

    public void WriteGaps(ResponseBuffer output, IReadOnlyList<Gap> gaps, ReadPosition position)
    {
        output.Append("{\"gap\":"u8);
        PageWriter.AppendGaps(output, gaps);
        output.Append("}\n"u8);
    }

    public void WritePing(ResponseBuffer output) => output.Append("\n"u8);

    public void WriteProgress(ResponseBuffer output, ReadPosition position) => WritePing(output);

    public void WriteProblem(ResponseBuffer output, Problem problem)
    {
        output.Append("{\"error\":"u8);
        using (var json = new Utf8JsonWriter(output, ProblemWriter.Readable)) ProblemWriter.WriteBody(json, problem, null);
        output.Append("}\n"u8);
    }

    public void WriteStop(ResponseBuffer output, ReadPosition position)
    {
        output.Append("{\"next\":\""u8);
        output.Advance(Cursor.EncodeUtf8(position.Topic.Id, position.NextOffsets.Span, output.GetSpan(Cursor.MaxEncodedLength)));
        output.Append("\"}\n"u8);
    }
}
