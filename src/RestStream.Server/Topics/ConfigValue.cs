using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RestStream.Server.Topics;

/// <summary>The value of a config: text as Kafka has it; a JSON number or boolean is taken as its text.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct ConfigValue(string Text)
{
    internal sealed class Converter : JsonConverter<ConfigValue>
    {
        public override ConfigValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => new(reader.GetString()!),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => new(Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan)),
            _ => throw new JsonException("A config is text, a number, true or false; null goes back to the default."),
        };

        public override void Write(Utf8JsonWriter writer, ConfigValue value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
