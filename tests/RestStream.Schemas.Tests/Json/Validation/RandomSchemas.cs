using System.Text.Json.Nodes;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Random schemas of a draft over few names and values, so that keywords meet.</summary>
internal sealed class RandomSchemas(Random random, PlainDraft draft, bool withNames = false)
{
    private static readonly string[] s_names = ["a", "b", "c", "é", "a/b"];
    private static readonly string[] s_types = ["null", "boolean", "object", "array", "number", "string", "integer"];
    private static readonly string[] s_patterns = ["^a", "b$", "^[a-c]+$", "^[ab]$", "c", "^é"];
    private static readonly string[] s_numbers = ["0", "1", "2", "3", "1.5", "-1", "0.1", "2.0", "1e1"];

    /// <summary>A schema with definitions that refer only to later ones, or through a member to any.</summary>
    public string Next()
    {
        var root = Object(3);
        var definitions = new JsonObject();
        for (var index = 0; index < 3; index++) definitions[$"d{index}"] = Named(Schema(1, index + 1), index);
        root["$defs"] = definitions;
        if (withNames) root[draft == PlainDraft.Draft4 ? "id" : "$id"] = "http://example.com/root";
        return root.ToJsonString();
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(T[] values) => values[random.Next(values.Length)];

    private JsonNode Schema(int depth, int firstDefinition)
    {
        if (draft > PlainDraft.Draft4 && Chance(8)) return JsonValue.Create(Chance(70));
        return Object(depth, firstDefinition);
    }

    private JsonObject Object(int depth, int firstDefinition = 0)
    {
        var schema = new JsonObject();
        var keywords = random.Next(1, 4);
        for (var count = 0; count < keywords; count++) AddKeyword(schema, depth, firstDefinition);
        return schema;
    }

    private void AddKeyword(JsonObject schema, int depth, int firstDefinition)
    {
        switch (random.Next(depth > 0 ? 30 : 13))
        {
            case 0 or 1: schema["type"] = Chance(70) ? Pick(s_types) : new JsonArray([.. s_types.OrderBy(_ => random.Next()).Take(2).Select(type => JsonValue.Create(type))]); break;
            case 2: schema["enum"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Value())]); break;
            case 3: schema["const"] = Value(); break;
            case 4: AddLimit(schema, "minimum", "exclusiveMinimum"); break;
            case 5: AddLimit(schema, "maximum", "exclusiveMaximum"); break;
            case 6: schema["multipleOf"] = JsonNode.Parse(Pick(["2", "0.5", "0.1", "3"])); break;
            case 7: schema[Pick(["minLength", "maxLength"])] = random.Next(4); break;
            case 8: schema["pattern"] = Pick(s_patterns); break;
            case 9: schema[Pick(["minItems", "maxItems", "minProperties", "maxProperties"])] = random.Next(4); break;
            case 10: schema["uniqueItems"] = Chance(80); break;
            case 11: schema["required"] = Names(); break;
            case 12: schema["dependentRequired"] = new JsonObject { [Pick(s_names)] = Names() }; break;
            case 13 or 14 or 15: schema["properties"] = Map(s_names, depth); break;
            case 16: schema["patternProperties"] = Map(s_patterns, depth); break;
            case 17: schema["additionalProperties"] = Schema(depth - 1, 0); break;
            case 18: schema["propertyNames"] = Schema(0, 0); break;
            case 19: schema[Chance(50) ? "dependentSchemas" : "dependencies"] = Map(s_names, depth, firstDefinition); break;
            case 20: AddItems(schema, depth); break;
            case 21: AddContains(schema, depth); break;
            case 22 or 23: schema[Pick(["allOf", "anyOf", "oneOf"])] = List(depth, firstDefinition); break;
            case 24: schema["not"] = Schema(depth - 1, firstDefinition); break;
            case 25: AddCondition(schema, depth, firstDefinition); break;
            case 26: schema["unevaluatedProperties"] = Schema(depth - 1, 0); break;
            case 27: schema["unevaluatedItems"] = Schema(depth - 1, 0); break;
            default:
                if (firstDefinition < 3) AddReference(schema, random.Next(firstDefinition, 3));
                break;
        }
    }

    private bool HasAnchors => withNames && draft >= PlainDraft.Draft201909;

    private JsonNode Named(JsonNode definition, int index)
    {
        if (!HasAnchors) return definition;
        var named = definition as JsonObject ?? new JsonObject { ["allOf"] = new JsonArray(definition) };
        named[draft == PlainDraft.Draft202012 ? "$dynamicAnchor" : "$anchor"] = $"n{index}";
        return named;
    }

    private void AddReference(JsonObject schema, int index)
    {
        var fragment = HasAnchors && Chance(50) ? $"#n{index}" : $"#/$defs/d{index}";
        var keyword = HasAnchors && draft == PlainDraft.Draft202012 && Chance(40) ? "$dynamicRef" : "$ref";
        schema[keyword] = withNames ? Pick(["", "root", "http://example.com/root"]) + fragment : fragment;
    }

    private void AddLimit(JsonObject schema, string inclusive, string exclusive)
    {
        if (draft == PlainDraft.Draft4)
        {
            schema[inclusive] = JsonNode.Parse(Pick(s_numbers));
            if (Chance(50)) schema[exclusive] = Chance(50);
            return;
        }

        schema[Chance(50) ? inclusive : exclusive] = JsonNode.Parse(Pick(s_numbers));
    }

    private void AddItems(JsonObject schema, int depth)
    {
        var isNew = draft == PlainDraft.Draft202012;
        if (Chance(50)) schema[isNew ? "prefixItems" : "items"] = List(depth, 0);
        if (isNew && Chance(60)) schema["items"] = Schema(depth - 1, 0);
        if (!isNew && schema["items"] is null) schema["items"] = Schema(depth - 1, 0);
        if (!isNew && Chance(60)) schema["additionalItems"] = Schema(depth - 1, 0);
    }

    private void AddContains(JsonObject schema, int depth)
    {
        schema["contains"] = Schema(depth - 1, 0);
        if (Chance(40)) schema["minContains"] = random.Next(3);
        if (Chance(40)) schema["maxContains"] = random.Next(3);
    }

    private void AddCondition(JsonObject schema, int depth, int firstDefinition)
    {
        schema["if"] = Schema(depth - 1, firstDefinition);
        if (Chance(70)) schema["then"] = Schema(depth - 1, firstDefinition);
        if (Chance(70)) schema["else"] = Schema(depth - 1, firstDefinition);
    }

    private JsonObject Map(string[] names, int depth, int firstDefinition = 0)
    {
        var map = new JsonObject();
        foreach (var name in names.OrderBy(_ => random.Next()).Take(random.Next(1, 4))) map[name] = Schema(depth - 1, firstDefinition);
        return map;
    }

    private JsonArray List(int depth, int firstDefinition) =>
        new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Schema(depth - 1, firstDefinition))]);

    private JsonArray Names() => new([.. s_names.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).Select(name => JsonValue.Create(name))]);

    private JsonNode? Value() => JsonNode.Parse(new RandomValues(random).Next(1));
}
