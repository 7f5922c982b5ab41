using System.Text.Json;
using System.Text.RegularExpressions;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>
/// JSON Schema word by word over parsed values, to compare with: no compilation, no tape, nothing shared with the validator.
/// Knows local references to <c>$defs</c>, by place or by the anchor n0 of d0, numbers that fit a <see cref="decimal"/>, and patterns that mean the same to .NET.
/// </summary>
internal sealed class PlainValidator(JsonElement root, PlainDraft draft)
{
    private sealed record Answer(bool Fits, HashSet<int> Evaluated);

    public bool Fits(JsonElement value) => Check(root, value).Fits;

    private bool Fits(JsonElement schema, JsonElement value) => Check(schema, value).Fits;

    private Answer Check(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return new Answer(schema.ValueKind == JsonValueKind.True, []);
        if (draft < PlainDraft.Draft201909 && schema.TryGetProperty("$ref", out var alone)) return Check(Target(alone), value);
        var evaluated = new HashSet<int>();
        var fits = ValueFits(schema, value);
        if (value.ValueKind == JsonValueKind.Number) fits &= NumberFits(schema, value.GetDecimal());
        if (value.ValueKind == JsonValueKind.String) fits &= TextFits(schema, value.GetString()!);
        if (value.ValueKind == JsonValueKind.Object) fits &= ObjectFits(schema, value, evaluated);
        if (value.ValueKind == JsonValueKind.Array) fits &= ArrayFits(schema, value, evaluated);
        fits &= InPlaceFits(schema, value, evaluated);
        if (draft >= PlainDraft.Draft201909) fits &= UnevaluatedFits(schema, value, evaluated);
        return new Answer(fits, fits ? evaluated : []);
    }

    private JsonElement Target(JsonElement reference)
    {
        var fragment = reference.GetString()!;
        fragment = fragment[(fragment.IndexOf('#') + 1)..];
        if (fragment.StartsWith('n')) fragment = $"/$defs/d{fragment[1..]}";
        var target = root;
        foreach (var step in fragment.Split('/').Skip(1)) target = target.GetProperty(step);
        return target;
    }

    private bool ValueFits(JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("type", out var type) && !(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => IsOfType(one, value)) : IsOfType(type, value))) return false;
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(one => AreEqual(one, value))) return false;
        return draft == PlainDraft.Draft4 || !schema.TryGetProperty("const", out var constant) || AreEqual(constant, value);
    }

    private bool IsOfType(JsonElement type, JsonElement value) => type.GetString() switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => value.ValueKind == JsonValueKind.Number && value.GetDecimal() % 1 == 0
            && (draft > PlainDraft.Draft4 || value.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') < 0),
    };

    private bool NumberFits(JsonElement schema, decimal value)
    {
        bool Is(string keyword) => draft == PlainDraft.Draft4 && schema.TryGetProperty(keyword, out var flag) && flag.ValueKind == JsonValueKind.True;
        decimal? Limit(string keyword) => schema.TryGetProperty(keyword, out var limit) && limit.ValueKind == JsonValueKind.Number ? limit.GetDecimal() : null;

        if (Limit("minimum") is { } min && (value < min || (value == min && Is("exclusiveMinimum")))) return false;
        if (Limit("maximum") is { } max && (value > max || (value == max && Is("exclusiveMaximum")))) return false;
        if (Limit("exclusiveMinimum") is { } above && value <= above) return false;
        if (Limit("exclusiveMaximum") is { } below && value >= below) return false;
        return Limit("multipleOf") is not { } divisor || value % divisor == 0;
    }

    private static bool TextFits(JsonElement schema, string value)
    {
        var length = value.EnumerateRunes().Count();
        if (schema.TryGetProperty("minLength", out var min) && length < min.GetDecimal()) return false;
        if (schema.TryGetProperty("maxLength", out var max) && length > max.GetDecimal()) return false;
        return !schema.TryGetProperty("pattern", out var pattern) || Regex.IsMatch(value, pattern.GetString()!);
    }

    private bool ObjectFits(JsonElement schema, JsonElement value, HashSet<int> evaluated)
    {
        var members = value.EnumerateObject().ToArray();
        var names = members.Select(member => member.Name).ToHashSet();
        if (schema.TryGetProperty("minProperties", out var min) && members.Length < min.GetDecimal()) return false;
        if (schema.TryGetProperty("maxProperties", out var max) && members.Length > max.GetDecimal()) return false;
        if (schema.TryGetProperty("required", out var required) && !required.EnumerateArray().All(name => names.Contains(name.GetString()!))) return false;
        if (draft > PlainDraft.Draft4 && schema.TryGetProperty("propertyNames", out var nameSchema))
        {
            if (!names.All(name => Fits(nameSchema, JsonSerializer.SerializeToElement(name)))) return false;
        }

        return DependenciesFit(schema, value, names, evaluated) && MembersFit(schema, members, evaluated);
    }

    private bool DependenciesFit(JsonElement schema, JsonElement value, HashSet<string> names, HashSet<int> evaluated)
    {
        foreach (var keyword in new[] { "dependencies", "dependentRequired", "dependentSchemas" })
        {
            if (keyword != "dependencies" && draft < PlainDraft.Draft201909) continue;
            if (!schema.TryGetProperty(keyword, out var rules)) continue;
            foreach (var rule in rules.EnumerateObject().Where(rule => names.Contains(rule.Name)))
            {
                if (rule.Value.ValueKind == JsonValueKind.Array)
                {
                    if (!rule.Value.EnumerateArray().All(name => names.Contains(name.GetString()!))) return false;
                    continue;
                }

                var answer = Check(rule.Value, value);
                if (!answer.Fits) return false;
                evaluated.UnionWith(answer.Evaluated);
            }
        }

        return true;
    }

    private bool MembersFit(JsonElement schema, JsonProperty[] members, HashSet<int> evaluated)
    {
        for (var index = 0; index < members.Length; index++)
        {
            var known = false;
            var member = members[index];
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var declared))
            {
                known = true;
                if (!Fits(declared, member.Value)) return false;
            }

            foreach (var pattern in schema.TryGetProperty("patternProperties", out var patterns) ? patterns.EnumerateObject() : default)
            {
                if (!Regex.IsMatch(member.Name, pattern.Name)) continue;
                known = true;
                if (!Fits(pattern.Value, member.Value)) return false;
            }

            if (!known && schema.TryGetProperty("additionalProperties", out var additional))
            {
                known = true;
                if (!Fits(additional, member.Value)) return false;
            }

            if (known) evaluated.Add(index);
        }

        return true;
    }

    private bool ArrayFits(JsonElement schema, JsonElement value, HashSet<int> evaluated)
    {
        var items = value.EnumerateArray().ToArray();
        if (schema.TryGetProperty("minItems", out var min) && items.Length < min.GetDecimal()) return false;
        if (schema.TryGetProperty("maxItems", out var max) && items.Length > max.GetDecimal()) return false;
        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.GetBoolean())
        {
            for (var index = 0; index < items.Length; index++)
            {
                if (items.Take(index).Any(other => AreEqual(other, items[index]))) return false;
            }
        }

        return ItemsFit(schema, items, evaluated) && ContainsFits(schema, items, evaluated);
    }

    private bool ItemsFit(JsonElement schema, JsonElement[] items, HashSet<int> evaluated)
    {
        var isNew = draft == PlainDraft.Draft202012;
        var hasItems = schema.TryGetProperty("items", out var itemsValue);
        var prefix = Array.Empty<JsonElement>();
        if (isNew && schema.TryGetProperty("prefixItems", out var prefixItems)) prefix = [.. prefixItems.EnumerateArray()];
        var isTuple = !isNew && hasItems && itemsValue.ValueKind == JsonValueKind.Array;
        if (isTuple) prefix = [.. itemsValue.EnumerateArray()];
        JsonElement? rest = isTuple ? (schema.TryGetProperty("additionalItems", out var additional) ? additional : null) : hasItems ? itemsValue : null;
        for (var index = 0; index < items.Length; index++)
        {
            var item = index < prefix.Length ? prefix[index] : rest;
            if (item is null) continue;
            evaluated.Add(index);
            if (!Fits(item.Value, items[index])) return false;
        }

        return true;
    }

    private bool ContainsFits(JsonElement schema, JsonElement[] items, HashSet<int> evaluated)
    {
        if (draft == PlainDraft.Draft4 || !schema.TryGetProperty("contains", out var contains)) return true;
        var found = Enumerable.Range(0, items.Length).Where(index => Fits(contains, items[index])).ToArray();
        if (draft == PlainDraft.Draft202012) evaluated.UnionWith(found);
        if (draft < PlainDraft.Draft201909) return found.Length >= 1;
        var min = schema.TryGetProperty("minContains", out var least) ? least.GetDecimal() : 1;
        return found.Length >= min && !(schema.TryGetProperty("maxContains", out var most) && found.Length > most.GetDecimal());
    }

    private bool InPlaceFits(JsonElement schema, JsonElement value, HashSet<int> evaluated)
    {
        var fits = true;
        Answer Ask(JsonElement branch)
        {
            var answer = Check(branch, value);
            evaluated.UnionWith(answer.Evaluated);
            return answer;
        }

        if (schema.TryGetProperty("$ref", out var reference)) fits &= Ask(Target(reference)).Fits;
        if (schema.TryGetProperty("$dynamicRef", out reference)) fits &= Ask(Target(reference)).Fits;
        if (schema.TryGetProperty("allOf", out var all)) fits &= all.EnumerateArray().Select(Ask).ToArray().All(answer => answer.Fits);
        if (schema.TryGetProperty("anyOf", out var any)) fits &= any.EnumerateArray().Select(Ask).ToArray().Any(answer => answer.Fits);
        if (schema.TryGetProperty("oneOf", out var one)) fits &= one.EnumerateArray().Count(branch => Ask(branch).Fits) == 1;
        if (schema.TryGetProperty("not", out var not)) fits &= !Fits(not, value);
        if (draft < PlainDraft.Draft7 || !schema.TryGetProperty("if", out var condition)) return fits;
        var chosen = Ask(condition).Fits ? "then" : "else";
        return (!schema.TryGetProperty(chosen, out var branch) || Ask(branch).Fits) && fits;
    }

    private bool UnevaluatedFits(JsonElement schema, JsonElement value, HashSet<int> evaluated)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        if (!isObject && value.ValueKind != JsonValueKind.Array) return true;
        if (!schema.TryGetProperty(isObject ? "unevaluatedProperties" : "unevaluatedItems", out var unevaluated)) return true;
        var children = isObject ? value.EnumerateObject().Select(member => member.Value).ToArray() : [.. value.EnumerateArray()];
        var fits = Enumerable.Range(0, children.Length).All(index => evaluated.Contains(index) || Fits(unevaluated, children[index]));
        evaluated.UnionWith(Enumerable.Range(0, children.Length));
        return fits;
    }

    private static JsonElement[] ValuesOf(JsonElement value, string name) => [.. value.EnumerateObject().Where(member => member.Name == name).Select(member => member.Value)];

    private static bool AreEqual(JsonElement[] left, JsonElement[] right) => left.Length == right.Length && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second));

    private static bool AreEqual(JsonElement left, JsonElement right)
    {
        if (left.ValueKind != right.ValueKind) return false;
        return left.ValueKind switch
        {
            JsonValueKind.Number => left.GetDecimal() == right.GetDecimal(),
            JsonValueKind.String => left.GetString() == right.GetString(),
            JsonValueKind.Array => left.GetArrayLength() == right.GetArrayLength() && left.EnumerateArray().Zip(right.EnumerateArray()).All(pair => AreEqual(pair.First, pair.Second)),
            JsonValueKind.Object => left.EnumerateObject().Count() == right.EnumerateObject().Count()
                && left.EnumerateObject().Select(member => member.Name).Distinct().All(name => AreEqual(ValuesOf(left, name), ValuesOf(right, name))),
            _ => true,
        };
    }
}
