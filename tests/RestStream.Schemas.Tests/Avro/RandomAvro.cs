using System.Globalization;
using System.Text.Json.Nodes;

namespace RestStream.Schemas.Tests.Avro;

/// <summary>A random schema, values of it in Avro's own JSON, and schemas that differ from it a little.</summary>
internal sealed class RandomAvro
{
    private static readonly string[] Primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

    // Beyond it avsc, whose numbers are doubles, writes other bytes: twice the number must be exact too.
    private const long LargestLong = 1L << 52;

    private readonly Random _random;
    private readonly Dictionary<string, JsonObject> _named = [];
    private readonly JsonNode _schema;

    public RandomAvro(Random random)
    {
        _random = random;
        _schema = Type(4);
    }

    public string Schema => _schema.ToJsonString();

    /// <summary>A value; a union's is <c>{"branch": value}</c>.</summary>
    public string Value() => ValueOf(_schema, 6)?.ToJsonString() ?? "null";

    /// <summary>The schema with some things changed; it may be no schema any more.</summary>
    public string Changed()
    {
        JsonNode copy = _schema.DeepClone();
        var places = new List<JsonNode>();
        Collect(copy, places);
        for (int changes = 1 + _random.Next(2); changes > 0; changes--) Change(places[_random.Next(places.Count)], ref copy);
        return copy.ToJsonString();
    }

    private JsonNode Type(int depth) => _random.Next(depth > 0 ? 14 : 7) switch
    {
        < 7 => Primitives[_random.Next(Primitives.Length)],
        7 => Defined("enum", "symbols", Symbols()),
        8 => Defined("fixed", "size", _random.Next(5)),
        9 => new JsonObject { ["type"] = "array", ["items"] = Type(depth - 1) },
        10 => new JsonObject { ["type"] = "map", ["values"] = Type(depth - 1) },
        11 or 12 => Record(depth),
        _ => Union(depth),
    };

    private JsonObject Defined(string type, string member, JsonNode value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"N{_named.Count}");
        return _named[name] = new JsonObject { ["type"] = type, ["name"] = name, [member] = value };
    }

    private JsonArray Symbols() => [.. Enumerable.Range(0, 1 + _random.Next(4)).Select(index => (JsonNode)("ABCD"[index] + ""))];

    private JsonObject Record(int depth)
    {
        JsonObject record = Defined("record", "fields", new JsonArray());
        string self = (string)record["name"]!;
        var fields = (JsonArray)record["fields"]!;
        for (int index = _random.Next(5); index > 0; index--)
            fields.Add((JsonNode)new JsonObject { ["name"] = "f" + index.ToString(CultureInfo.InvariantCulture), ["type"] = Type(depth - 1) });
        if (_random.Next(4) == 0) fields.Add((JsonNode)new JsonObject { ["name"] = "next", ["type"] = new JsonArray("null", self) });
        return record;
    }

    private JsonArray Union(int depth)
    {
        var seen = new HashSet<string>();
        var union = new JsonArray();
        for (int count = 1 + _random.Next(4); count > 0; count--)
        {
            JsonNode branch = Type(depth - 1);
            if (branch is not JsonArray && seen.Add(Branch(branch))) union.Add(branch);
        }

        return union.Count > 0 ? union : ["null"];
    }

    private static string Branch(JsonNode type) => type is JsonObject definition ? (string?)definition["name"] ?? (string)definition["type"]! : (string)type!;

    private JsonNode? ValueOf(JsonNode type, int depth)
    {
        if (type is JsonArray union) return UnionValue(union, depth);
        string kind = type is JsonObject definition ? (string)definition["type"]! : (string)type!;
        if (_named.TryGetValue(kind, out JsonObject? named)) return ValueOf(named, depth - 1);
        return kind switch
        {
            "null" => null,
            "boolean" => _random.Next(2) == 0,
            "int" => _random.Next(3) == 0 ? _random.Next(-70, 70) : (int)_random.NextInt64(int.MinValue, 1L << 31),
            "long" => _random.NextInt64(-LargestLong, LargestLong) >> _random.Next(52),
            "float" => (float)Number(),
            "double" => Number(),
            "bytes" => Latin(_random.Next(5)),
            "fixed" => Latin((int)type["size"]!),
            "string" => Text(),
            "enum" => (string)((JsonArray)type["symbols"]!)[_random.Next(((JsonArray)type["symbols"]!).Count)]!,
            "array" => new JsonArray([.. Enumerable.Range(0, Count(depth)).Select(_ => ValueOf(type["items"]!, depth - 1))]),
            "map" => new JsonObject(Enumerable.Range(0, Count(depth)).Select(index => KeyValuePair.Create("k" + index.ToString(CultureInfo.InvariantCulture), ValueOf(type["values"]!, depth - 1)))),
            _ => new JsonObject(((JsonArray)type["fields"]!).Select(field => KeyValuePair.Create((string)field!["name"]!, ValueOf(field["type"]!, depth - 1)))),
        };
    }

    private JsonObject? UnionValue(JsonArray union, int depth)
    {
        JsonNode branch = union[depth > 0 ? _random.Next(union.Count) : 0]!;
        string name = Branch(branch);
        return name == "null" ? null : new JsonObject { [name] = ValueOf(branch, depth) };
    }

    private int Count(int depth) => depth > 0 ? _random.Next(4) : 0;

    // JavaScript writes -0 as 0.
    private double Number() => Math.Round((_random.NextDouble() - 0.5) * Math.Pow(10, _random.Next(8)), _random.Next(6)) + 0.0;

    private string Latin(int count) => new([.. Enumerable.Range(0, count).Select(_ => (char)_random.Next(256))]);

    private string Text() => new([.. Enumerable.Range(0, _random.Next(6)).Select(_ => "aZ09 \"\\/äß€漢\n\u0001"[_random.Next(14)])]);

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        places.Add(node);
        if (node is JsonArray union) foreach (JsonNode? branch in union) Collect(branch!, places);
        if (node is not JsonObject definition) return;
        foreach (string member in (string[])["items", "values"])
            if (definition[member] is { } element) Collect(element, places);
        if (definition["fields"] is JsonArray fields) foreach (JsonNode? field in fields) Collect(field!["type"]!, places);
    }

    private void Change(JsonNode place, ref JsonNode root)
    {
        if (place is JsonObject definition && Within(definition)) return;
        JsonNode other = place is JsonValue value && _random.Next(2) == 0 ? Wider((string)value!) : _random.Next(3) == 0 ? NullOr(place) : Type(0);
        if (ReferenceEquals(place, root)) root = other;
        else if (place.Parent is not null) place.ReplaceWith(other);
    }

    /// <summary>Changes what a definition holds.</summary>
    private bool Within(JsonObject definition)
    {
        switch ((string)definition["type"]!)
        {
            case "enum": definition["symbols"] = Symbols(); break;
            case "fixed": definition["size"] = _random.Next(5); break;
            case "record" when _random.Next(2) == 0: ChangeFields((JsonArray)definition["fields"]!); break;
            default: return false;
        }

        return true;
    }

    private void ChangeFields(JsonArray fields)
    {
        if (fields.Count > 0 && _random.Next(2) == 0) fields.RemoveAt(_random.Next(fields.Count));
        var field = new JsonObject { ["name"] = "added" + fields.Count.ToString(CultureInfo.InvariantCulture), ["type"] = "int" };
        if (_random.Next(2) == 0) field["default"] = 0;
        if (_random.Next(2) == 0) field["aliases"] = new JsonArray("f" + (1 + _random.Next(4)).ToString(CultureInfo.InvariantCulture));
        if (_random.Next(2) == 0) fields.Add((JsonNode)field);
    }

    private static string Wider(string primitive) => primitive switch
    {
        "int" => "long",
        "long" => "double",
        "float" => "double",
        "string" => "bytes",
        "bytes" => "string",
        _ => primitive,
    };

    private static JsonNode NullOr(JsonNode place) =>
        place is JsonArray || Branch(place) == "null" ? place.DeepClone() : new JsonArray("null", place.DeepClone());
}
