using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Notes for every schema of a document where it stands, what it is called, and what its anchors are.</summary>
internal sealed partial class SchemaDocuments
{
    private void Index(JsonTree schema, SchemaScope around)
    {
        if (_scopes.ContainsKey(schema)) return;
        var scope = schema.IsObject ? Entered(schema, around) : around;
        _scopes[schema] = scope;
        foreach (var (keyword, value) in schema.Members) IndexBelow(keyword, value, scope);
    }

    private void IndexBelow(string keyword, JsonTree value, SchemaScope scope)
    {
        if (value.IsObject && SchemaKeywords.OfSchema.Contains(keyword)) Index(value, Below(scope, keyword));
        if (value.Kind is JsonTreeKind.True or JsonTreeKind.False && SchemaKeywords.OfSchema.Contains(keyword)) Index(value, Below(scope, keyword));

        if (value.Kind == JsonTreeKind.Array && SchemaKeywords.OfSchemas.Contains(keyword))
        {
            for (var i = 0; i < value.Items.Count; i++) Index(value.Items[i], Below(scope, $"{keyword}/{i}"));
        }

        if (!value.IsObject || !SchemaKeywords.OfNamedSchemas.Contains(keyword)) return;
        foreach (var (name, below) in value.Members) Index(below, Below(scope, $"{keyword}/{SchemaReader.Escaped(name)}"));
    }

    private SchemaScope Below(SchemaScope scope, string place)
    {
        _places.Spend(scope.Place.Length + place.Length);
        return scope with { Place = $"{scope.Place}/{place}" };
    }

    /// <summary>The scope inside a schema, which an identifier of its own changes.</summary>
    private SchemaScope Entered(JsonTree schema, SchemaScope around)
    {
        var scope = around with { Dialect = SchemaDrafts.Of(schema, around.Dialect) };
        // Before 2019-09 whatever stands beside $ref is no identifier, but a document may say what it is called.
        var isHidden = !scope.Dialect.IsModern() && schema.Members.ContainsKey("$ref") && !ReferenceEquals(schema, around.Resource);
        if (!isHidden && TextOf(schema, scope.Dialect.IdKeyword()) is { } id) scope = Identified(schema, scope, id);
        if (!scope.Dialect.IsModern()) return scope;

        if (TextOf(schema, "$anchor") is { } anchor) _anchors.TryAdd((scope.Resource, anchor), schema);
        if (TextOf(schema, "$dynamicAnchor") is { } dynamic) _anchors.TryAdd((scope.Resource, dynamic), schema);
        return scope;
    }

    private SchemaScope Identified(JsonTree schema, SchemaScope scope, string id)
    {
        var (uri, fragment) = SchemaUris.Split(id);
        if (uri.Length > 0)
        {
            scope = scope with { BaseUri = Resolve(scope.BaseUri, uri), Resource = schema };
            _resources.TryAdd(scope.BaseUri, schema);
        }

        if (fragment.Length > 0 && fragment[0] != '/') _anchors.TryAdd((scope.Resource, fragment), schema);
        return scope;
    }

    private static string? TextOf(JsonTree schema, string keyword) =>
        schema.Members.TryGetValue(keyword, out var value) && value.Kind == JsonTreeKind.String ? value.Text : null;
}
