using RestStream.Schemas.Json.Validation.Keywords;

namespace RestStream.Schemas.Json.Validation.Compilation;

internal sealed partial class KeywordReader
{
    private void ReadReferences()
    {
        if (Has("$ref", out var value)) _keywords.Add(new Reference("$ref", compiler.NodeOf(Target("$ref", Text("$ref", value)))));
        if (Draft == JsonSchemaDialect.Draft202012 && Has("$dynamicRef", out value)) AddDynamic("$dynamicRef", Text("$dynamicRef", value));
        if (Draft == JsonSchemaDialect.Draft201909 && Has("$recursiveRef", out value)) AddDynamic("$recursiveRef", Text("$recursiveRef", value));
    }

    private Subschema Target(string keyword, string reference) => compiler.Index.Resolve(subschema, keyword, reference);

    private void AddDynamic(string keyword, string reference)
    {
        var target = Target(keyword, reference);
        var anchor = AnchorOf(target, reference);
        if (anchor is null)
        {
            _keywords.Add(new Reference(keyword, compiler.NodeOf(target)));
            return;
        }

        _keywords.Add(compiler.AddDynamic(keyword, target, anchor));
    }

    /// <summary>The dynamic anchor by which a reference found its target; null when it is a plain reference.</summary>
    private string? AnchorOf(Subschema target, string reference)
    {
        var dynamic = target.Resource.DynamicAnchors;
        if (Draft == JsonSchemaDialect.Draft201909) return dynamic.Contains(SchemaResource.RecursiveAnchor) ? SchemaResource.RecursiveAnchor : null;
        var anchor = Uri.UnescapeDataString(UriReference.Parse(reference).Fragment ?? "");
        // The target may be a document of 2019-09, whose dynamic anchor has no name.
        if (anchor.Length == 0 || !dynamic.Contains(anchor)) return null;
        return ReferenceEquals(target.Resource.Anchors.GetValueOrDefault(anchor), target) ? anchor : null;
    }
}
