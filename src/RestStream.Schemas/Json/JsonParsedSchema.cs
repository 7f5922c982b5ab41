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

    internal JsonParsedSchema(JsonTree tree, IReadOnlyList<ResolvedReference> used, SchemaNode model)
    {
        (_tree, _used, _model) = (tree, used, model);
        CanonicalText = JsonTreeWriter.Write(tree);
        References = [.. used.Select(reference => reference.Reference)];
    }

    /// <inheritdoc/>
    public override SchemaType Type => SchemaType.Json;

    /// <inheritdoc/>
    public override string CanonicalText { get; }

    /// <summary>The schema's <c>title</c>.</summary>
    public override string? RecordName =>
        _tree.Members.TryGetValue("title", out var title) && title.Kind == JsonTreeKind.String ? title.Text : null;

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaReference> References { get; }

    /// <inheritdoc/>
    public override ParsedSchema Normalize()
    {
        var used = _used
            .DistinctBy(reference => reference.Reference)
            .OrderBy(reference => reference.Reference.Name, StringComparer.Ordinal)
            .ThenBy(reference => reference.Reference.Subject, StringComparer.Ordinal)
            .ThenBy(reference => reference.Reference.Version)
            .ToList();
        return new JsonParsedSchema(JsonTreeReader.Read(JsonTreeWriter.WriteSorted(_tree)), used, _model);
    }

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

    private Comparison Compare(ParsedSchema writer, CompatibilityPolicy policy) =>
        writer is JsonParsedSchema other
            ? SchemaDiff.Between(other._model, _model, policy)
            : throw new ArgumentException($"A JSON schema cannot be compared with one of type {SchemaTypes.NameOf(writer.Type)}.", nameof(writer));
}
