using System.Text.Json;
using System.Text.Json.Serialization;
using RestStream.Core.Groups;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>Writes frames: what was rendered once goes out as it is, a copy of bytes and nothing more.</summary>
internal sealed class PushFrameConverter : JsonConverter<PushFrame>
{
    /// <inheritdoc/>
    public override PushFrame Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("Frames are sent, not received.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PushFrame value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, value.Type);
        writer.WriteString("subscription"u8, value.Subscription);
        writer.WriteNumber("epoch"u8, value.Epoch);
        if (value.Cursor is not null) writer.WriteString("cursor"u8, value.Cursor);
        if (value.Member is not null) writer.WriteString("member"u8, value.Member);
        if (value.Generation is { } generation) writer.WriteNumber("generation"u8, generation);
        WritePartitions(writer, "assignment"u8, value.Assignment);
        WritePartitions(writer, "partitions"u8, value.Partitions);
        WriteRaw(writer, "start"u8, value.Start);
        WriteRaw(writer, "records"u8, value.Records);
        if (value.Gaps is not null) WriteGaps(writer, value.Gaps);
        WriteRaw(writer, "highWatermark"u8, value.HighWatermark);
        if (value.Lag is { } lag) writer.WriteNumber("lag"u8, lag);
        if (value.Ending is not null) writer.WriteString("ending"u8, value.Ending);
        writer.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(json.Span, skipInputValidation: true);
    }

    private static void WritePartitions(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<AssignedPartition>? partitions)
    {
        if (partitions is null) return;
        writer.WriteStartArray(name);
        foreach (var (topic, partition) in partitions)
        {
            writer.WriteStartObject();
            writer.WriteString("topic"u8, topic);
            writer.WriteNumber("partition"u8, partition);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteGaps(Utf8JsonWriter writer, IReadOnlyList<Gap> gaps)
    {
        if (gaps.Count == 0)
        {
            writer.WriteNull("gap"u8);
            return;
        }

        writer.WriteStartArray("gap"u8);
        foreach (var gap in gaps)
        {
            writer.WriteStartObject();
            writer.WriteString("topic"u8, gap.Topic);
            writer.WriteNumber("partition"u8, gap.Partition);
            writer.WriteNumber("from"u8, gap.From);
            writer.WriteNumber("to"u8, gap.To);
            writer.WriteString("reason"u8, gap.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
