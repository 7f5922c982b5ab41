using System.Text.Json;
using RestStream.Schemas.Json.Validation.Keywords;

namespace RestStream.Schemas.Json.Validation.Compilation;

internal sealed partial class KeywordReader
{
    private void ReadObjects()
    {
        var required = Uses(Vocabularies.Validation) && Has("required", out var value) ? Names("required", value) : [];
        if (Uses(Vocabularies.Validation) && Has("dependentRequired", JsonSchemaDialect.Draft201909, out value)) ReadDependentRequired(value);
        if (!Uses(Vocabularies.Applicator))
        {
            if (required.Length > 0) _keywords.Add(new Required(new NameTable(required)));
            return;
        }

        AddMembers(required);
        if (Has("propertyNames", JsonSchemaDialect.Draft6, out _)) _keywords.Add(new PropertyNames(Child("propertyNames")));
        if (Has("dependencies", out value)) ReadDependencies(value);
        if (Has("dependentSchemas", JsonSchemaDialect.Draft201909, out value)) ReadDependentSchemas(value);
    }

    private void AddMembers(string[] required)
    {
        string[] declared = Has("properties", out var value) ? MapNames("properties", value) : [];
        var patterns = Has("patternProperties", out value) ? ReadPatterns(value) : [];
        var additional = Has("additionalProperties", out _) ? Child("additionalProperties") : null;
        var names = declared.Union(required).ToArray();
        var looksAtRequired = names.Length <= Members.RequiredNamesMax;
        if (!looksAtRequired && required.Length > 0) _keywords.Add(new Required(new NameTable(required)));
        if (!looksAtRequired) names = declared;
        if (names.Length == 0 && patterns.Length == 0 && additional is null) return;
        var nodes = names.Select((_, slot) => slot < declared.Length ? Child("properties", declared[slot]) : null).ToArray();
        var bits = looksAtRequired ? required.Aggregate(0UL, (bits, name) => bits | (1UL << Array.IndexOf(names, name))) : 0;
        _keywords.Add(new Members(new NameTable(names), nodes, bits, patterns, additional));
    }

    private string[] MapNames(string keyword, JsonElement map) =>
        [.. Expect(keyword, map, JsonValueKind.Object, "an object of schemas").EnumerateObject().Select(member => member.Name).Distinct()];

    private PatternMember[] ReadPatterns(JsonElement map) =>
        [.. MapNames("patternProperties", map).Select(pattern => new PatternMember(pattern, PatternOf("patternProperties", pattern), Child("patternProperties", pattern)))];

    private void ReadDependentRequired(JsonElement map)
    {
        Expect("dependentRequired", map, JsonValueKind.Object, "an object of lists of names");
        _keywords.Add(new DependentRequired("dependentRequired", [.. map.EnumerateObject().Select(member => (member.Name, Names("dependentRequired", member.Value)))]));
    }

    private void ReadDependentSchemas(JsonElement map)
    {
        var names = MapNames("dependentSchemas", map);
        _keywords.Add(new DependentSchemas("dependentSchemas", [.. names.Select(name => (name, Child("dependentSchemas", name)))]));
    }

    /// <summary>Lists of names and schemas in one; since 2019-09 no keyword of its own, yet many schemas still have it.</summary>
    private void ReadDependencies(JsonElement map)
    {
        Expect("dependencies", map, JsonValueKind.Object, "an object of schemas and lists of names");
        var members = map.EnumerateObject().ToArray();
        var lists = members.Where(member => member.Value.ValueKind == JsonValueKind.Array).Select(member => (member.Name, Names("dependencies", member.Value))).ToArray();
        var schemas = members.Where(member => member.Value.ValueKind != JsonValueKind.Array).Select(member => (member.Name, Child("dependencies", member.Name))).ToArray();
        if (lists.Length > 0) _keywords.Add(new DependentRequired("dependencies", lists));
        if (schemas.Length > 0) _keywords.Add(new DependentSchemas("dependencies", schemas));
    }
}
