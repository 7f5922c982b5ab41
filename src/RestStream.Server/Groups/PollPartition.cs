using System.Text.Json;
using System.Text.Json.Serialization;

namespace RestStream.Server.Groups;

/// <summary>A partition assigned by hand: <c>{"topic":"quakes","partition":1}</c>, or only its number where the poll names one topic.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct PollPartition(string? Topic, int Partition)
{
    internal sealed class Converter : JsonConverter<PollPartition>
    {
        private const string Forms = "A partition is {\"topic\":…,\"partition\":…}, or its number where 'topics' has one topic.";

        public override PollPartition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)) return new(null, number);
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException(Forms);
            string? topic = null;
            int? partition = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isTopic = reader.ValueTextEquals("topic"u8);
                if (!isTopic && !reader.ValueTextEquals("partition"u8)) throw new JsonException(Forms);
                reader.Read();
                if (isTopic && topic is null && reader.TokenType == JsonTokenType.String) topic = reader.GetString();
                else if (!isTopic && partition is null && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number)) partition = number;
                else throw new JsonException(Forms);
            }

            return topic is not null && partition is { } found ? new(topic, found) : throw new JsonException(Forms);
        }

        public override void Write(Utf8JsonWriter writer, PollPartition value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("topic"u8, value.Topic);
            writer.WriteNumber("partition"u8, value.Partition);
            writer.WriteEndObject();
        }
    }
}
