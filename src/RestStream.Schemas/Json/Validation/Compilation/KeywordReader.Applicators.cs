using System.Text.Json;
using RestStream.Schemas.Json.Validation.Keywords;

namespace RestStream.Schemas.Json.Validation.Compilation;

internal sealed partial class KeywordReader
{
    private void ReadArrays()
    {
        if (!Uses(Vocabularies.Applicator)) return;
        if (Draft == JsonSchemaDialect.Draft202012) ReadItems();
        else ReadItemsOfOldDrafts();
        if (Has("contains", JsonSchemaDialect.Draft6, out _)) ReadContains();
    }

    private void ReadItems()
    {
        var prefix = Has("prefixItems", out var list) ? ChildListNotEmpty("prefixItems", list) : [];
        var hasRest = Has("items", out var rest);
        if (hasRest && rest.ValueKind == JsonValueKind.Array) throw Wrong("items", "must be a schema; since 2020-12 the list of schemas is prefixItems.");
        if (hasRest || prefix.Length > 0) _keywords.Add(new Items("prefixItems", prefix, "items", hasRest ? Child("items") : null));
    }

    private void ReadItemsOfOldDrafts()
    {
        if (!Has("items", out var items)) return;
        if (items.ValueKind != JsonValueKind.Array)
        {
            _keywords.Add(new Items("items", [], "items", Child("items")));
            return;
        }

        var rest = Has("additionalItems", out _) ? Child("additionalItems") : null;
        _keywords.Add(new Items("items", ChildList("items", items), "additionalItems", rest));
    }

    private void ReadContains()
    {
        var counts = Draft >= JsonSchemaDialect.Draft201909 && Uses(Vocabularies.Validation);
        var min = counts && TryCount("minContains", out var least) ? least : 1;
        var max = counts && TryCount("maxContains", out var most) ? most : int.MaxValue;
        _keywords.Add(new Contains(Child("contains"), min, max, marksItems: Draft >= JsonSchemaDialect.Draft202012));
    }

    private void ReadCombinators()
    {
        if (Has("allOf", out var list)) _keywords.Add(new AllOf(ChildListNotEmpty("allOf", list)));
        if (Has("anyOf", out list)) _keywords.Add(new AnyOf(ChildListNotEmpty("anyOf", list)));
        if (Has("oneOf", out list)) _keywords.Add(new OneOf(ChildListNotEmpty("oneOf", list)));
        if (Has("not", out _)) _keywords.Add(new Not(Child("not")));
        if (!Has("if", JsonSchemaDialect.Draft7, out _)) return;
        var then = Has("then", out _) ? Child("then") : null;
        var otherwise = Has("else", out _) ? Child("else") : null;
        _keywords.Add(new IfThenElse(Child("if"), then, otherwise));
    }

    private void ReadUnevaluated()
    {
        if (Has("unevaluatedProperties", out _)) _keywords.Add(new UnevaluatedProperties(Child("unevaluatedProperties")));
        if (Has("unevaluatedItems", out _)) _keywords.Add(new UnevaluatedItems(Child("unevaluatedItems")));
    }
}
