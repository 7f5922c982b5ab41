using System.Collections.Frozen;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

internal sealed partial class AvroParser
{
    // Avro's own words mean what they mean even where they mean nothing: they are not kept as properties.
    private static readonly FrozenSet<string> ReservedOfTypes =
        FrozenSet.Create(StringComparer.Ordinal, "type", "name", "namespace", "doc", "aliases", "fields", "symbols", "items", "values", "size");

    private static readonly FrozenSet<string> ReservedOfEnums = FrozenSet.Create(StringComparer.Ordinal, [.. ReservedOfTypes, "default"]);

    private static readonly FrozenSet<string> ReservedOfFields =
        FrozenSet.Create(StringComparer.Ordinal, "name", "type", "doc", "default", "order", "aliases");

    private static KeyValuePair<string, JsonElement>[] PropertiesOf(JsonElement schema, FrozenSet<string> reserved)
    {
        var properties = new List<KeyValuePair<string, JsonElement>>();
        foreach (JsonProperty member in schema.EnumerateObject())
            if (!reserved.Contains(member.Name)) properties.Add(new(member.Name, member.Value));
        return [.. properties];
    }

    private JsonElement Required(JsonElement schema, string member, JsonValueKind kind)
    {
        if (!schema.TryGetProperty(member, out JsonElement value)) throw Wrong($"\"{member}\" is missing.");
        if (value.ValueKind != kind) throw new SchemaException($"\"{member}\" is not {Named(kind)}.", $"{Place()}/{member}");
        return value;
    }

    private static string Named(JsonValueKind kind) => kind == JsonValueKind.Array ? "an array" : "a number";

    private string RequiredText(JsonElement schema, string member, string meaning)
    {
        if (!schema.TryGetProperty(member, out JsonElement value)) throw Wrong($"\"{member}\" is missing; it {meaning}.");
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        throw new SchemaException($"\"{member}\" is not a string; it {meaning}. A type that needs more stands in place of it, not in it.", $"{Place()}/{member}");
    }

    // What is no string counts as absent, as Avro itself has it.
    private static string? OptionalText(JsonElement schema, string member) =>
        schema.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private string[] ParseTexts(JsonElement schema, string member, bool once = false)
    {
        if (!schema.TryGetProperty(member, out JsonElement array)) return [];
        if (array.ValueKind != JsonValueKind.Array) throw new SchemaException($"\"{member}\" is not an array of strings.", $"{Place()}/{member}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var texts = new List<string>();
        int index = 0;
        foreach (JsonElement item in array.EnumerateArray())
        {
            string place = $"{Place()}/{member}/{index++}";
            if (item.ValueKind != JsonValueKind.String) throw new SchemaException($"{Short(item)} is not a string.", place);
            if (seen.Add(item.GetString()!)) texts.Add(item.GetString()!);
            else if (once) throw new SchemaException($"{Short(item)} is there twice: leave one out.", place);
        }

        return [.. texts];
    }
}
