using System.Text.Json;
using System.Text.Json.Serialization;

namespace RestStream.Server.Groups;

/// <summary>A position in a body: text in the language of positions, or an offset as a number.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct PositionText(string Text)
{
    internal sealed class Converter : JsonConverter<PositionText>
    {
        public override PositionText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => new(reader.GetString()!),
            JsonTokenType.Number when reader.TryGetInt64(out var offset) => new(offset.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            _ => throw new JsonException("A position is text such as \"earliest\", \"latest\" or \"@-15m\", or an offset."),
        };

        public override void Write(Utf8JsonWriter writer, PositionText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
