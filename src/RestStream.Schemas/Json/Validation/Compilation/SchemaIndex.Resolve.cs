using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

internal sealed partial class SchemaIndex
{
    /// <summary>Members gone past that cost what a character of a pointer does.</summary>
    private const int MembersPerCharacterShift = 3;

    /// <summary>The schema that a reference means.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public Subschema Resolve(Subschema from, string keyword, string reference)
    {
        var parsed = UriReference.Parse(reference);
        var target = Absolute(from.Resource.Uri, parsed);
        var resource = Find(from.Resource.Document, target.WithoutFragment, parsed.WithoutFragment)
            ?? throw from.Wrong(keyword, $"refers to {reference}, which is neither in the schema nor among its references. Remote schemas are never fetched: register it and add it to the references.");
        var fragment = Uri.UnescapeDataString(target.Fragment ?? "");
        return (fragment.Length == 0 ? resource.Root : FindFragment(resource, fragment))
            ?? throw from.Wrong(keyword, $"refers to {reference}, but there is no such place.");
    }

    private Subschema? FindFragment(SchemaResource resource, string fragment)
    {
        if (!fragment.StartsWith('/')) return resource.Anchors.GetValueOrDefault(fragment);
        _places.Spend(resource.Pointer.Length + fragment.Length);
        return resource.Document.Subschemas.TryGetValue(resource.Pointer + fragment, out var known) ? known : FindByWalking(resource, fragment);
    }

    /// <summary>Follows a pointer to a place that no keyword makes a schema; the resource is that of the last schema on the way.</summary>
    private Subschema? FindByWalking(SchemaResource resource, string fragment)
    {
        var element = resource.Root.Element;
        var pointer = resource.Pointer;
        var document = resource.Document;
        foreach (var step in fragment[1..].Split('/').Select(JsonPointer.Unescape))
        {
            var name = step;
            if (!TryStep(ref element, ref name)) return null;
            pointer = Below(pointer, name);
            if (document.Subschemas.TryGetValue(pointer, out var passed)) resource = passed.Resource;
        }

        if (!document.Subschemas.ContainsKey(pointer)) Walk(element, pointer, resource, isRoot: false);
        return document.Subschemas[pointer];
    }

    /// <summary>Goes one step down. As at Confluent, <c>definitions</c> and <c>$defs</c> stand for each other where only one is there.</summary>
    private bool TryStep(ref JsonElement element, ref string step)
    {
        // Members are found by going past others.
        if (element.ValueKind is JsonValueKind.Object or JsonValueKind.Array) _places.Spend((element.ValueKind == JsonValueKind.Object ? element.GetPropertyCount() : element.GetArrayLength()) >> MembersPerCharacterShift);
        if (element.ValueKind == JsonValueKind.Array)
        {
            if (!int.TryParse(step, out var index) || index < 0 || index >= element.GetArrayLength()) return false;
            element = element[index];
            return true;
        }

        if (element.ValueKind != JsonValueKind.Object) return false;
        var other = step switch { "$defs" => "definitions", "definitions" => "$defs", _ => step };
        if (!element.TryGetProperty(step, out var member))
        {
            if (!element.TryGetProperty(other, out member)) return false;
            step = other;
        }

        element = member;
        return true;
    }
}
