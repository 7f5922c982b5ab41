using System.Text.Json;
using RestStream.Schemas.Json;

namespace RestStream.Schemas.Tests.Json.Validation;

/// <summary>Whether the places that an error names are there.</summary>
internal static class ErrorPlaces
{
    public static bool IsInRecord(JsonElement record, ValidationError error) => Follow(record, record, error.InstanceLocation);

    /// <summary>Follows references by place too; from one that leads elsewhere on, what is not known counts as there.</summary>
    public static bool IsInSchema(JsonElement schema, ValidationError error) => Follow(schema, schema, error.KeywordLocation);

    private static bool Follow(JsonElement root, JsonElement at, string pointer) =>
        pointer.Length == 0 || (pointer.StartsWith('/') && Follow(root, at, [.. pointer[1..].Split('/').Select(Unescaped)]));

    private static bool Follow(JsonElement root, JsonElement at, ReadOnlySpan<string> steps)
    {
        if (steps.IsEmpty) return true;
        if (at.ValueKind == JsonValueKind.Array) return int.TryParse(steps[0], out var index) && index < at.GetArrayLength() && Follow(root, at[index], steps[1..]);
        if (at.ValueKind != JsonValueKind.Object) return false;
        // Of a name that stands more than once any may be meant.
        foreach (var member in at.EnumerateObject())
        {
            if (member.Name == steps[0] && FollowMember(root, member, steps[1..])) return true;
        }

        return false;
    }

    private static bool FollowMember(JsonElement root, JsonProperty member, ReadOnlySpan<string> rest)
    {
        var isReference = member.Name is "$ref" or "$dynamicRef" or "$recursiveRef" && member.Value.ValueKind == JsonValueKind.String;
        if (!isReference) return Follow(root, member.Value, rest);
        var isKnown = member.Value.GetString()!.StartsWith("#/", StringComparison.Ordinal) && !HasIdentifiers(root);
        return !isKnown || !TryTarget(root, member.Value.GetString()!, out var target) || Follow(root, target, rest);
    }

    private static string Unescaped(string step) => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static bool HasIdentifiers(JsonElement root) => root.GetRawText().Contains("id\"", StringComparison.Ordinal);

    private static bool TryTarget(JsonElement root, string reference, out JsonElement target)
    {
        target = root;
        foreach (var step in Uri.UnescapeDataString(reference[2..]).Split('/').Select(Unescaped))
        {
            var isThere = target.ValueKind == JsonValueKind.Array
                ? int.TryParse(step, out var index) && index < target.GetArrayLength()
                : target.ValueKind == JsonValueKind.Object && target.TryGetProperty(step, out _);
            if (!isThere) return false;
            target = target.ValueKind == JsonValueKind.Array ? target[int.Parse(step)] : target.GetProperty(step);
        }

        return true;
    }
}
