using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Leads every reference to its schema.</summary>
internal sealed partial class SchemaModel
{
    private void ResolveReferences()
    {
        // Reading a target may add references at the end.
        for (var i = 0; i < _references.Count; i++) _references[i].Next = NextOf(_references[i]);
        foreach (var reference in _references) reference.Resolve(_documents.ScopeOf(reference.Source).Place);
    }

    private SchemaNode NextOf(ReferenceNode reference)
    {
        var scope = _documents.ScopeOf(reference.Source);
        if (_documents.Find(reference.Reference, scope) is not { } target) return new PlainNode(reference.Source, MetaSchema(reference));
        if (scope.Dialect.IsModern() || !target.IsObject || !HasChecksBeside(reference.Source, scope)) return Node(target);
        return Node(Overlaid(reference.Source, 0));
    }

    private static string MetaSchema(ReferenceNode reference) => $"the meta-schema {reference.Reference.TrimEnd('#')}";

    private static bool HasChecksBeside(JsonTree schema, SchemaScope scope)
    {
        var groups = SchemaKeywords.Groups(scope.Dialect);
        return schema.Members.Keys.Any(groups.Check);
    }

    /// <summary>
    /// Before 2019-09 keywords beside <c>$ref</c> mean nothing by the standard; other registries lay them over the target's, which is what
    /// their authors meant, and so do we.
    /// </summary>
    private JsonTree Overlaid(JsonTree schema, int depth)
    {
        var scope = _documents.ScopeOf(schema);
        if (depth > MaxOverlays) throw new SchemaException($"More than {MaxOverlays} references lead on to each other here.", scope.Place);

        var target = _documents.Find(schema.Members["$ref"].Text, scope);
        if (target is null) throw new SchemaException("A reference to a meta-schema stands alone: nothing can be laid over it.", scope.Place);
        var below = target.Members.ContainsKey("$ref") ? Overlaid(target, depth + 1) : target;

        var members = new OrderedDictionary<string, JsonTree>(below.Members, StringComparer.Ordinal);
        foreach (var (name, value) in schema.Members)
        {
            if (name != "$ref") members[name] = value;
        }

        var overlaid = JsonTree.Object(members);
        _documents.Place(overlaid, _documents.ScopeOf(below) with { Place = scope.Place });
        return overlaid;
    }
}
