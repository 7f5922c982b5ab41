using System.Globalization;
using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Finds what a reference means.</summary>
internal sealed partial class SchemaDocuments
{
    /// <summary>The schema that a reference means; null for a meta-schema, which is known to everybody and differs from nothing but others.</summary>
    /// <param name="reference">The value of <c>$ref</c>.</param>
    /// <param name="scope">Where it stands.</param>
    /// <exception cref="SchemaException">There is no such schema here.</exception>
    public JsonTree? Find(string reference, SchemaScope scope)
    {
        var (uri, fragment) = SchemaUris.Split(reference);
        if (uri.Length == 0) return Within(scope.Resource, fragment, reference, scope);

        var absolute = Resolve(scope.BaseUri, uri);
        var isUsed = scope.Uses.TryGetValue(absolute, out var resource) || scope.Uses.TryGetValue(uri, out resource);
        if (isUsed || _resources.TryGetValue(absolute, out resource) || _resources.TryGetValue(uri, out resource))
        {
            return Within(resource!, fragment, reference, scope);
        }

        if (scope.Uses.TryGetValue(reference, out resource) || _resources.TryGetValue(reference, out resource)) return resource;
        if (SchemaDrafts.IsMetaSchema(absolute)) return null;
        throw new SchemaException(
            $"'{reference}' refers to a schema that is not here. Nothing is fetched: put it under $defs, " +
            $"or register it and name it in 'references' as '{uri}'.",
            $"{scope.Place}/$ref");
    }

    private JsonTree Within(JsonTree resource, string fragment, string reference, SchemaScope scope)
    {
        if (fragment.Length == 0) return resource;
        if (fragment[0] != '/' && _anchors.TryGetValue((resource, fragment), out var anchored)) return anchored;

        var found = fragment[0] == '/' ? ByPointer(resource, fragment) : null;
        return found ?? throw new SchemaException($"'{reference}' refers to nothing.", $"{scope.Place}/$ref");
    }

    private JsonTree? ByPointer(JsonTree resource, string pointer)
    {
        var (current, around) = (resource, ScopeOf(resource));
        foreach (var escaped in pointer[1..].Split('/'))
        {
            var name = escaped.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (Child(current, name) is not { } child) return null;
            current = child;
            around = _scopes.GetValueOrDefault(current) ?? Below(around, escaped);
        }

        // What stands under a keyword that nobody knows becomes a schema by being referred to.
        Index(current, around);
        return current;
    }

    private static JsonTree? Child(JsonTree parent, string name)
    {
        if (parent.Kind == JsonTreeKind.Array)
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < parent.Items.Count
                ? parent.Items[index]
                : null;
        }

        if (parent.Members.TryGetValue(name, out var child)) return child;
        return name switch
        {
            "$defs" => parent.Members.GetValueOrDefault("definitions"),
            "definitions" => parent.Members.GetValueOrDefault("$defs"),
            _ => null,
        };
    }
}
