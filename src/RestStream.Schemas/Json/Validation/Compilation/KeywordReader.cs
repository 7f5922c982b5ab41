using System.Text.Json;
using RestStream.Schemas.Json.Validation.Keywords;

namespace RestStream.Schemas.Json.Validation.Compilation;

/// <summary>Reads the keywords of one subschema, by its dialect. A keyword that is not of the dialect says nothing.</summary>
internal sealed partial class KeywordReader(SchemaCompiler compiler, SchemaNode node, Subschema subschema)
{
    private readonly Dialect _dialect = subschema.Resource.Dialect;
    private readonly List<Keyword> _keywords = [];

    private JsonSchemaDialect Draft => _dialect.Draft;

    /// <summary>Completes the node.</summary>
    /// <exception cref="SchemaException">A keyword's value is not what the dialect allows.</exception>
    public void Read()
    {
        ReadReferences();
        if (!_dialect.RefStandsAlone || _keywords.Count == 0) ReadAll();
        node.Complete(_keywords);
    }

    private void ReadAll()
    {
        if (Uses(Vocabularies.Validation))
        {
            ReadType();
            ReadValues();
            ReadNumbers();
            ReadTexts();
            ReadCounts();
        }

        ReadFormat();
        ReadObjects();
        ReadArrays();
        if (Uses(Vocabularies.Applicator)) ReadCombinators();
        if (Uses(Vocabularies.Unevaluated) && Draft >= JsonSchemaDialect.Draft201909) ReadUnevaluated();
    }

    private bool Uses(Vocabularies vocabulary) => (_dialect.Vocabularies & vocabulary) != 0;

    private bool Has(string keyword, out JsonElement value) => subschema.Has(keyword, out value);

    private bool Has(string keyword, JsonSchemaDialect since, out JsonElement value)
    {
        value = default;
        return Draft >= since && Has(keyword, out value);
    }

    private SchemaException Wrong(string keyword, string reason) => subschema.Wrong(keyword, reason);

    private JsonElement Expect(string keyword, JsonElement value, JsonValueKind kind, string name) =>
        value.ValueKind == kind ? value : throw Wrong(keyword, $"must be {name}.");

    private string Text(string keyword, JsonElement value) => Expect(keyword, value, JsonValueKind.String, "a string").GetString()!;

    /// <summary>The node of the schema that stands in a keyword.</summary>
    private SchemaNode Child(params ReadOnlySpan<string> steps)
    {
        var pointer = subschema.Pointer;
        foreach (var step in steps) pointer = JsonPointer.Append(pointer, step);
        if (!subschema.Resource.Document.Subschemas.TryGetValue(pointer, out var child)) throw Wrong(steps[0], "must hold schemas: objects or booleans.");
        return compiler.NodeOf(child);
    }

    private SchemaNode[] ChildList(string keyword, JsonElement list)
    {
        Expect(keyword, list, JsonValueKind.Array, "a list of schemas");
        return [.. Enumerable.Range(0, list.GetArrayLength()).Select(index => Child(keyword, index.ToString()))];
    }

    private SchemaNode[] ChildListNotEmpty(string keyword, JsonElement list)
    {
        var nodes = ChildList(keyword, list);
        return nodes.Length > 0 ? nodes : throw Wrong(keyword, "must hold at least one schema.");
    }

    private string[] Names(string keyword, JsonElement list)
    {
        Expect(keyword, list, JsonValueKind.Array, "a list of names");
        return [.. list.EnumerateArray().Select(name => Text(keyword, name)).Distinct()];
    }
}
