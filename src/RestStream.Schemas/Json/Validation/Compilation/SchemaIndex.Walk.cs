using System.Globalization;
using System.Text.Json;

namespace RestStream.Schemas.Json.Validation.Compilation;

internal sealed partial class SchemaIndex
{
    /// <summary>Notes a schema and those in it, with the resources and anchors that they open.</summary>
    private void Walk(JsonElement element, string pointer, SchemaResource resource, bool isRoot)
    {
        if (++_subschemas > _options.MaxNodes) throw new SchemaException($"The schema has more than {_options.MaxNodes} subschemas.", pointer);
        // Whatever stands beside $ref is nothing until draft 7, but a document may say what it is called.
        if (element.ValueKind == JsonValueKind.Object && (isRoot || !IsReplacedByRef(element, resource.Dialect))) resource = Identify(element, pointer, resource, isRoot);
        var subschema = new Subschema(resource, element, pointer);
        resource.Root ??= subschema;
        resource.Document.Subschemas[pointer] = subschema;
        if (element.ValueKind != JsonValueKind.Object) return;
        NoteAnchors(subschema);
        foreach (var member in element.EnumerateObject())
        {
            var shape = SubschemaKeywords.ShapeOf(member.Name, resource.Dialect.Draft);
            if (shape != SubschemaShape.None) WalkKeyword(member.Value, Below(pointer, member.Name), resource, shape);
        }
    }

    private void WalkKeyword(JsonElement value, string pointer, SchemaResource resource, SubschemaShape shape)
    {
        if ((shape & SubschemaShape.One) != 0 && value.ValueKind != JsonValueKind.Array) Walk(value, pointer, resource, isRoot: false);
        if ((shape & SubschemaShape.List) != 0 && value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray()) Walk(item, Below(pointer, (index++).ToString(CultureInfo.InvariantCulture)), resource, isRoot: false);
        }

        if ((shape & SubschemaShape.Map) == 0 || value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            // dependencies may hold lists of names instead.
            if (member.Value.ValueKind != JsonValueKind.Array) Walk(member.Value, Below(pointer, member.Name), resource, isRoot: false);
        }
    }

    private string Below(string pointer, string step)
    {
        _places.Spend(pointer.Length + step.Length);
        return JsonPointer.Append(pointer, step);
    }

    private static bool IsReplacedByRef(JsonElement element, Dialect dialect) =>
        dialect.RefStandsAlone && element.TryGetProperty("$ref", out var reference) && reference.ValueKind == JsonValueKind.String;

    /// <summary>The resource that a schema is part of: its own when it has an identifier.</summary>
    private SchemaResource Identify(JsonElement element, string pointer, SchemaResource resource, bool isRoot)
    {
        var keyword = IdKeywordOf(element, resource);
        if (!element.TryGetProperty(keyword, out var id)) return resource;
        if (id.ValueKind != JsonValueKind.String) throw new SchemaException($"{keyword} must be a string.", JsonPointer.Append(pointer, keyword));
        var reference = UriReference.Parse(id.GetString()!);
        if (reference is { Scheme: null, Authority: null, Path: "", Query: null }) return resource;
        var uri = Absolute(resource.Uri, reference).WithoutFragment;
        if (isRoot && uri == resource.Uri) return resource;
        var own = Open(uri, pointer, resource.Document, isRoot ? resource.Dialect : DialectOf(element, resource.Dialect, 0));
        if (isRoot) resource.Document.Resources[resource.Uri] = _resources[resource.Uri] = own;
        return own;
    }

    /// <summary>The keyword of the dialect that the element itself names, if it does.</summary>
    private string IdKeywordOf(JsonElement element, SchemaResource resource) => DialectOf(element, resource.Dialect, 0).IdKeyword;

    private void NoteAnchors(Subschema subschema)
    {
        var resource = subschema.Resource;
        var draft = resource.Dialect.Draft;
        if (draft <= JsonSchemaDialect.Draft7)
        {
            if (!IsReplacedByRef(subschema.Element, resource.Dialect)) NoteFragmentOfId(subschema);
            return;
        }

        Note(subschema, "$anchor", isDynamic: false);
        if (draft == JsonSchemaDialect.Draft202012) Note(subschema, "$dynamicAnchor", isDynamic: true);
        else if (subschema.Has("$recursiveAnchor", out var recursive) && recursive.ValueKind == JsonValueKind.True && ReferenceEquals(subschema, resource.Root)) NoteDynamic(resource, SchemaResource.RecursiveAnchor);
    }

    /// <summary>Until draft 7 an identifier's fragment was the anchor.</summary>
    private static void NoteFragmentOfId(Subschema subschema)
    {
        if (!subschema.Has(subschema.Resource.Dialect.IdKeyword, out var id) || id.ValueKind != JsonValueKind.String) return;
        var fragment = UriReference.Parse(id.GetString()!).Fragment;
        if (!string.IsNullOrEmpty(fragment)) subschema.Resource.Anchors[fragment] = subschema;
    }

    private void Note(Subschema subschema, string keyword, bool isDynamic)
    {
        if (!subschema.Has(keyword, out var anchor)) return;
        if (anchor.ValueKind != JsonValueKind.String) throw subschema.Wrong(keyword, "must be a string.");
        var name = anchor.GetString()!;
        if (name.Length == 0) throw subschema.Wrong(keyword, "must not be empty.");
        subschema.Resource.Anchors[name] = subschema;
        if (isDynamic) NoteDynamic(subschema.Resource, name);
    }

    private void NoteDynamic(SchemaResource resource, string anchor)
    {
        if (!resource.DynamicAnchors.Add(anchor)) return;
        if (!_dynamicAnchors.TryGetValue(anchor, out var resources)) _dynamicAnchors[anchor] = resources = [];
        resources.Add(resource);
    }
}
