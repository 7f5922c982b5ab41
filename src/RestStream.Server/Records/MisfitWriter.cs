using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>Writes what is told of records that do not fit their topic's schema and are stored all the same.</summary>
internal static class MisfitWriter
{
    /// <summary>Appends <c>warnings</c> and <c>deadLettered</c>, each when there are any.</summary>
    public static void Append(ResponseBuffer body, ProduceResult result, long firstIndex)
    {
        if (result.Warnings.Count == 0 && result.DeadLettered.Count == 0) return;
        using var json = new Utf8JsonWriter(body, ProblemWriter.Readable);
        if (result.Warnings.Count > 0)
        {
            Next(json, body, ",\"warnings\":"u8);
            json.WriteStartArray();
            foreach (var warning in result.Warnings) WriteWarning(json, firstIndex + warning.Index, null, warning.Error);
            json.WriteEndArray();
        }

        if (result.DeadLettered.Count == 0) return;
        Next(json, body, ",\"deadLettered\":"u8);
        json.WriteStartArray();
        foreach (var letter in result.DeadLettered) WriteDeadLetter(json, firstIndex + letter.Index, null, letter);
        json.WriteEndArray();
    }

    /// <summary>One record that was stored although it does not fit.</summary>
    public static void WriteWarning(Utf8JsonWriter json, long index, long? line, Error error)
    {
        json.WriteStartObject();
        WritePlace(json, index, line);
        WriteReason(json, error);
        json.WriteEndObject();
    }

    /// <summary>One record that is among the dead letters.</summary>
    public static void WriteDeadLetter(Utf8JsonWriter json, long index, long? line, DeadLetteredRecord letter)
    {
        json.WriteStartObject();
        WritePlace(json, index, line);
        json.WriteString("topic"u8, letter.Topic);
        json.WriteNumber("partition"u8, letter.Partition);
        json.WriteNumber("offset"u8, letter.Offset);
        WriteReason(json, letter.Error);
        json.WriteEndObject();
    }

    private static void Next(Utf8JsonWriter json, ResponseBuffer body, ReadOnlySpan<byte> member)
    {
        json.Flush();
        json.Reset();
        body.Append(member);
    }

    private static void WritePlace(Utf8JsonWriter json, long index, long? line)
    {
        json.WriteNumber("index"u8, index);
        if (line is { } number) json.WriteNumber("line"u8, number);
    }

    private static void WriteReason(Utf8JsonWriter json, Error error)
    {
        json.WriteString("code"u8, ErrorCodes.NameOf(error.Code));
        json.WriteString("detail"u8, error.Detail);
        if (error.Items is { Count: > 0 } items) ProblemWriter.WriteItems(json, items);
    }
}
