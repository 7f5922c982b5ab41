using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>Reads the texts of one schema and of what it uses; each may name the types of those before. Not thread-safe.</summary>
internal sealed partial class AvroParser
{
    private readonly Dictionary<string, AvroNamedType> _names = new(StringComparer.Ordinal);
    private readonly List<string> _place = [];
    private readonly List<AvroDefault> _defaults = [];
    private int _nodes;

    /// <summary>The full names of all types so far.</summary>
    public IReadOnlyCollection<string> Names => _names.Keys;

    /// <summary>The defaults that the last text gives. They are checked by who asks for it, when all types are complete: a default may be of a record that is not where it is given.</summary>
    public IReadOnlyList<AvroDefault> Defaults => _defaults;

    /// <summary>Reads a text, its defaults unchecked.</summary>
    /// <exception cref="SchemaException">It is no Avro schema, or beyond a bound.</exception>
    public AvroType Parse(string text)
    {
        _place.Clear();
        _defaults.Clear();
        return ParseType(AvroJson.Read(text), null);
    }

    private AvroType ParseType(JsonElement schema, string? space)
    {
        if (++_nodes > AvroLimits.Nodes) throw Wrong($"The schema has more than {AvroLimits.Nodes} types and fields: split it.");
        return schema.ValueKind switch
        {
            JsonValueKind.String => Named(schema.GetString()!, space),
            JsonValueKind.Array => ParseUnion(schema, space),
            JsonValueKind.Object => ParseDefinition(schema, space),
            _ => throw Wrong($"{Short(schema)} is no schema: write a type's name, an object with \"type\", or an array of these (a union)."),
        };
    }

    private AvroType ParseDefinition(JsonElement schema, string? space)
    {
        string type = RequiredText(schema, "type", "is the name of a type");
        if (AvroKinds.TryParsePrimitive(type, out AvroKind primitive))
            return new AvroType(primitive) { Properties = PropertiesOf(schema, ReservedOfTypes) };
        return type switch
        {
            "record" or "error" => ParseRecord(schema, space, type == "error"),
            "enum" => ParseEnum(schema, space),
            "fixed" => ParseFixed(schema, space),
            "array" => ParseCollection(schema, space, AvroKind.Array, "items"),
            "map" => ParseCollection(schema, space, AvroKind.Map, "values"),
            _ => At("type", () => Named(type, space)),
        };
    }

    private AvroCollection ParseCollection(JsonElement schema, string? space, AvroKind kind, string member)
    {
        if (!schema.TryGetProperty(member, out JsonElement element))
            throw Wrong($"The {AvroKinds.WordOf(kind)} has no \"{member}\": add the type of its {member}.");
        return new AvroCollection(kind, At(member, () => ParseType(element, space))) { Properties = PropertiesOf(schema, ReservedOfTypes) };
    }

    private AvroUnion ParseUnion(JsonElement schema, string? space)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var branches = new List<AvroType>();
        foreach (JsonElement branch in schema.EnumerateArray())
            branches.Add(At(branches.Count, () => ParseBranch(branch, space, seen)));
        return new AvroUnion([.. branches]);
    }

    private AvroType ParseBranch(JsonElement schema, string? space, HashSet<string> seen)
    {
        AvroType branch = ParseType(schema, space);
        if (branch.Kind == AvroKind.Union) throw Wrong("A union stands in a union: list its types in the outer one.");
        if (!seen.Add(branch.BranchName)) throw Wrong($"The union has {branch.BranchName} twice: a writer could not say which is meant. Keep one, or give them names.");
        return branch;
    }

    private AvroType Named(string name, string? space)
    {
        if (AvroKinds.TryParsePrimitive(name, out AvroKind primitive)) return new AvroType(primitive);
        if (_names.TryGetValue(AvroName.Of(name, space).Full, out AvroNamedType? type) || _names.TryGetValue(AvroName.Of(name, null).Full, out type)) return type;
        if (AvroKinds.IsWord(name) || name == "error")
            throw Wrong($"\"{name}\" is not the name of a type by itself: write {{\"type\": \"{name}\", …}} here.");
        throw Wrong($"\"{Cut(name)}\" is not defined: define it where it is first used, or name the schema that defines it in \"references\".");
    }

    private T At<T>(string step, Func<T> parse)
    {
        _place.Add(step);
        T result = parse();
        _place.RemoveAt(_place.Count - 1);
        return result;
    }

    private T At<T>(int index, Func<T> parse) => At(index.ToString(System.Globalization.CultureInfo.InvariantCulture), parse);

    private SchemaException Wrong(string message) => new(message, Place());

    private string? Place() => _place.Count == 0 ? null : string.Concat(_place.Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    public static string Short(JsonElement value) => Cut(value.GetRawText());

    private static string Cut(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
}
