using System.Text.Json;

namespace RestStream.Schemas.Avro;

internal sealed partial class AvroParser
{
    private AvroRecord ParseRecord(JsonElement schema, string? space, bool isError)
    {
        var record = new AvroRecord(ParseName(schema, ref space))
        {
            IsError = isError,
            Doc = OptionalText(schema, "doc"),
            Aliases = ParseAliases(schema, space),
            Properties = PropertiesOf(schema, ReservedOfTypes),
        };
        Define(record);
        JsonElement fields = Required(schema, "fields", JsonValueKind.Array);
        record.SetFields(At("fields", () => ParseFields(fields, record)));
        return record;
    }

    private AvroField[] ParseFields(JsonElement fields, AvroRecord record)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var parsed = new List<AvroField>();
        foreach (JsonElement field in fields.EnumerateArray())
            parsed.Add(At(parsed.Count, () => ParseField(field, record.Name.Space, seen)));
        return [.. parsed];
    }

    private AvroField ParseField(JsonElement field, string? space, HashSet<string> seen)
    {
        if (++_nodes > AvroLimits.Nodes) throw Wrong($"The schema has more than {AvroLimits.Nodes} types and fields: split it.");
        if (field.ValueKind != JsonValueKind.Object) throw Wrong($"{Short(field)} is no field: write {{\"name\": …, \"type\": …}}.");
        string name = RequiredText(field, "name", "is the field's name");
        At("name", () => CheckName(name));
        if (!seen.Add(name)) throw Wrong($"The record has two fields \"{Cut(name)}\": rename one.");
        if (!field.TryGetProperty("type", out JsonElement written)) throw Wrong($"The field \"{Cut(name)}\" has no \"type\".");
        AvroType type = At("type", () => ParseType(written, space));
        return new AvroField(name, type)
        {
            Doc = OptionalText(field, "doc"),
            Default = field.TryGetProperty("default", out JsonElement value) ? ParseDefault(type, value) : null,
            Order = ParseOrder(field),
            Aliases = ParseTexts(field, "aliases"),
            Properties = PropertiesOf(field, ReservedOfFields),
        };
    }

    private JsonElement ParseDefault(AvroType type, JsonElement value)
    {
        if (type.Kind is AvroKind.Float or AvroKind.Double && value.ValueKind == JsonValueKind.String && AvroDefaults.IsNumberText(value.GetString()!))
            return value;
        _defaults.Add(new AvroDefault(type, value, Place() + "/default"));
        return value;
    }

    private string? ParseOrder(JsonElement field)
    {
        if (!field.TryGetProperty("order", out JsonElement written)) return null;
        string? order = written.ValueKind == JsonValueKind.String ? written.GetString()!.ToLowerInvariant() : null;
        return order switch
        {
            "ascending" => null,
            "descending" or "ignore" => order,
            _ => throw new SchemaException("\"order\" is \"ascending\", \"descending\" or \"ignore\".", Place() + "/order"),
        };
    }

    private AvroEnum ParseEnum(JsonElement schema, string? space)
    {
        AvroName name = ParseName(schema, ref space);
        Required(schema, "symbols", JsonValueKind.Array);
        string[] symbols = ParseTexts(schema, "symbols", once: true);
        foreach (string symbol in symbols) At("symbols", () => CheckName(symbol));
        string? fallback = OptionalText(schema, "default");
        if (fallback is not null && !symbols.Contains(fallback))
            throw new SchemaException($"The default \"{Cut(fallback)}\" is not one of the symbols: add it to them, or choose one of them.", Place() + "/default");
        var type = new AvroEnum(name, symbols)
        {
            Default = fallback,
            Doc = OptionalText(schema, "doc"),
            Aliases = ParseAliases(schema, space),
            Properties = PropertiesOf(schema, ReservedOfEnums),
        };
        Define(type);
        return type;
    }

    private AvroFixed ParseFixed(JsonElement schema, string? space)
    {
        AvroName name = ParseName(schema, ref space);
        if (!Required(schema, "size", JsonValueKind.Number).TryGetInt32(out int size) || size < 0)
            throw new SchemaException("\"size\" is a count of bytes, 0 to 2147483647.", Place() + "/size");
        var type = new AvroFixed(name, size)
        {
            Doc = OptionalText(schema, "doc"),
            Aliases = ParseAliases(schema, space),
            Properties = PropertiesOf(schema, ReservedOfTypes),
        };
        Define(type);
        return type;
    }

    /// <summary>The type's name; <paramref name="space"/> becomes the namespace of what stands in it.</summary>
    private AvroName ParseName(JsonElement schema, ref string? space)
    {
        string written = RequiredText(schema, "name", "is the type's name");
        AvroName name = AvroName.Of(written, OptionalText(schema, "namespace") ?? space);
        At("name", () => CheckName(name.Name));
        if (name.Full.Length > AvroLimits.NameLength) throw Wrong($"The name is longer than {AvroLimits.NameLength} characters.");
        if (AvroKinds.TryParsePrimitive(name.Full, out _)) throw Wrong($"\"{name.Full}\" is a type of Avro's own: choose another name.");
        space = name.Space;
        return name;
    }

    private void Define(AvroNamedType type)
    {
        if (!_names.TryAdd(type.Name.Full, type))
            throw Wrong($"\"{type.Name.Full}\" is defined twice: define it once, and name it elsewhere.");
    }

    private AvroName[] ParseAliases(JsonElement schema, string? space)
    {
        var names = new List<AvroName>();
        foreach (string alias in ParseTexts(schema, "aliases"))
        {
            AvroName name = AvroName.Of(alias, space);
            At("aliases", () => CheckName(name.Name));
            if (!names.Contains(name)) names.Add(name);
        }

        return [.. names];
    }

    private string CheckName(string name)
    {
        if (!AvroName.IsName(name)) throw Wrong($"\"{Cut(name)}\" is not a name: a letter or _ first, then letters, digits and _.");
        return name;
    }
}
