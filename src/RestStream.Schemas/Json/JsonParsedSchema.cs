using RestStream.Schemas.Json.Compatibility;
using RestStream.Schemas.Json.Compatibility.Model;
using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json;

/// <summary>A JSON schema that was read and found right. Immutable, thread-safe.</summary>
public sealed class JsonParsedSchema : ParsedSchema
{
    private readonly JsonTree _tree;
    private readonly IReadOnlyList<ResolvedReference> _used;
    private readonly SchemaNode _model;

    private JsonParsedSchema(JsonTree tree, IReadOnlyList<ResolvedReference> used, SchemaNode model, string text, JsonSchema validator)
    {
        (_tree, _used, _model) = (tree, used, model);
        (CanonicalText, Validator) = (text, validator);
        References = [.. used.Select(reference => reference.Reference)];
    }

    /// <summary>What checks records by this schema, with the default options.</summary>
    public JsonSchema Validator { get; }

    /// <inheritdoc/>
    public override SchemaType Type => SchemaType.Json;

    /// <inheritdoc/>
    public override string CanonicalText { get; }

    /// <summary>The schema's <c>title</c>.</summary>
    public override string? RecordName =>
        _tree.Members.TryGetValue("title", out var title) && title.Kind == JsonTreeKind.String ? title.Text : null;

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaReference> References { get; }

    /// <summary>What stands in <c>properties</c>.</summary>
    public override IEnumerable<string> TopLevelFields => _tree.Members.TryGetValue("properties", out var properties) ? properties.Members.Keys : [];

    /// <inheritdoc/>
    public override ParsedSchema Normalize()
    {
        var text = JsonTreeWriter.WriteSorted(_tree);
        return new JsonParsedSchema(JsonTreeReader.Read(text), SchemaReferences.Normalize(_used), _model, text, Validator);
    }

    /// <summary>What checks records by this schema, with other options than the default ones.</summary>
    /// <exception cref="SchemaException">The schema goes beyond a bound of the options.</exception>
    public JsonSchema Compile(JsonSchemaOptions options) => JsonSchema.Compile(CanonicalText, options, _used);

    /// <summary>JSON schemas have one format.</summary>
    public override string Format(string format) => CanonicalText;

    /// <inheritdoc/>
    public override IReadOnlyList<Incompatibility> CannotRead(ParsedSchema writer, CompatibilityPolicy policy) =>
    [
        .. Compare(writer, policy).Differences
            .Where(difference => !DifferenceTypes.IsCompatible(difference.Type, policy))
            .Select(difference => new Incompatibility(
                DifferenceTypes.NameOf(difference.Type), DifferenceWords.Describe(difference), DifferenceWords.PathOf(difference))),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaDifference> DifferencesFrom(ParsedSchema writer) =>
    [
        .. Compare(writer, CompatibilityPolicy.Strict).Differences.Select(difference => new SchemaDifference(
            DifferenceTypes.NameOf(difference.Type), DifferenceWords.PathOf(difference),
            DifferenceTypes.IsCompatible(difference.Type, CompatibilityPolicy.Strict),
            DifferenceTypes.IsCompatible(difference.Type, CompatibilityPolicy.Lenient),
            DifferenceWords.Describe(difference))),
    ];

    /// <summary>Puts together what was read.</summary>
    /// <exception cref="SchemaException">Records could not be checked by it.</exception>
    internal static JsonParsedSchema Make(JsonTree tree, IReadOnlyList<ResolvedReference> used, SchemaNode model)
    {
        var text = JsonTreeWriter.Write(tree);
        return new JsonParsedSchema(tree, used, model, text, JsonSchema.Compile(text, JsonSchemaOptions.Default, used));
    }

    private Comparison Compare(ParsedSchema writer, CompatibilityPolicy policy) =>
        writer is JsonParsedSchema other
            ? SchemaDiff.Between(other._model, _model, policy)
            : throw new ArgumentException($"A JSON schema cannot be compared with one of type {SchemaTypes.NameOf(writer.Type)}.", nameof(writer));
}
