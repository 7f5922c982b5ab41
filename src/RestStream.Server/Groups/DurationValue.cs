using System.Text.Json;
using System.Text.Json.Serialization;
using RestStream.Core;

namespace RestStream.Server.Groups;

/// <summary>A duration in a body: text such as <c>10s</c>, or a number of milliseconds.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct DurationValue(TimeSpan Time)
{
    internal sealed class Converter : JsonConverter<DurationValue>
    {
        private const string Forms = "A duration is text such as \"10s\" or \"1500ms\", or a number of milliseconds.";

        public override DurationValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and <= int.MaxValue)
                return new(TimeSpan.FromMilliseconds(milliseconds));
            if (reader.TokenType == JsonTokenType.String && Durations.TryParse(reader.GetString(), out var time)) return new(time);
            throw new JsonException(Forms);
        }

        public override void Write(Utf8JsonWriter writer, DurationValue value, JsonSerializerOptions options) => writer.WriteNumberValue((long)value.Time.TotalMilliseconds);
    }
}
