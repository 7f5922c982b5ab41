using System.Globalization;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>Whether a field's default is a value of the field's type. A union's default is of its first branch (Avro 1.11, which Confluent's registry uses).
/// Checks the defaults of one schema: records whose defaults lean on defaults multiply, so the values looked at are counted.</summary>
internal sealed class AvroDefaults
{
    private int _left = AvroLimits.DefaultValues;

    /// <returns>What is wrong; null when it fits.</returns>
    public string? WhyNot(AvroType type, JsonElement value) => WhyNot(type, value, AvroLimits.DefaultDepth);

    /// <summary>Whether a string stands for a number of a float or double: <c>"NaN"</c>, <c>"-Infinity"</c>, <c>"1.5"</c>.</summary>
    public static bool IsNumberText(string text) => TryReadNumber(text, out _);

    /// <summary>The number that a string stands for.</summary>
    public static bool TryReadNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);

    private string? WhyNot(AvroType type, JsonElement value, int depth)
    {
        if (depth == 0) return "it needs a default within itself without end";
        if (_left-- == 0) return $"the defaults of the schema lean on more than {AvroLimits.DefaultValues} others";
        bool fits = type.Kind switch
        {
            AvroKind.Null => value.ValueKind == JsonValueKind.Null,
            AvroKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            AvroKind.Int => IsWhole(value) && value.TryGetInt32(out _),
            AvroKind.Long => IsWhole(value) && value.TryGetInt64(out _),
            AvroKind.Float or AvroKind.Double => value.ValueKind == JsonValueKind.Number,
            AvroKind.String => value.ValueKind == JsonValueKind.String,
            AvroKind.Bytes or AvroKind.Fixed => IsBytes(value),
            AvroKind.Enum => value.ValueKind == JsonValueKind.String,
            AvroKind.Array => value.ValueKind == JsonValueKind.Array,
            AvroKind.Union => true,
            _ => value.ValueKind == JsonValueKind.Object,
        };
        return fits ? WhyNotWithin(type, value, depth) : $"{Wanted(type)} is needed";
    }

    private string? WhyNotWithin(AvroType type, JsonElement value, int depth) => type switch
    {
        AvroEnum symbols when !symbols.Symbols.Contains(value.GetString()) => $"\"{value.GetString()}\" is not a symbol of {symbols.Name.Full}",
        AvroFixed bytes when value.GetString()!.Length != bytes.SizeBytes => $"{bytes.Name.Full} has {bytes.SizeBytes} bytes, this has {value.GetString()!.Length}",
        AvroUnion { Branches: [] } => "a union of nothing has no value",
        AvroUnion union => WhyNot(union.Branches[0], value, depth - 1) is { } reason ? $"it is of the union's first branch, where {reason}: put its type first" : null,
        AvroCollection { Kind: AvroKind.Array } array => FirstWrong(value.EnumerateArray(), array.Element, depth),
        AvroCollection map => FirstWrong(value.EnumerateObject().Select(member => member.Value), map.Element, depth),
        AvroRecord record => WhyNot(record, value, depth),
        _ => null,
    };

    private string? FirstWrong(IEnumerable<JsonElement> values, AvroType type, int depth) =>
        values.Select(value => WhyNot(type, value, depth - 1)).FirstOrDefault(reason => reason is not null);

    private string? WhyNot(AvroRecord record, JsonElement value, int depth)
    {
        foreach (AvroField field in record.Fields)
        {
            if (!value.TryGetProperty(field.Name, out JsonElement member))
            {
                if (field.Default is not { } fallback) return $"the field \"{field.Name}\" of {record.Name.Full} is missing, and has no default";
                member = fallback;
            }

            if (WhyNot(field.Type, member, depth - 1) is { } reason) return $"in the field \"{field.Name}\", {reason}";
        }

        return null;
    }

    private static bool IsWhole(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0;

    private static bool IsBytes(JsonElement value) => value.ValueKind == JsonValueKind.String && !value.GetString()!.Any(character => character > 0xFF);

    private static string Wanted(AvroType type) => type.Kind switch
    {
        AvroKind.Bytes or AvroKind.Fixed => "a string of the characters U+0000 to U+00FF, one for each byte,",
        AvroKind.Int => "a whole number of 32 bits",
        AvroKind.Long => "a whole number of 64 bits",
        AvroKind.Float or AvroKind.Double => "a number",
        AvroKind.Enum => "the name of a symbol",
        AvroKind.Record or AvroKind.Map => "an object",
        AvroKind.Array => "an array",
        _ => AvroKinds.WordOf(type.Kind),
    };
}
