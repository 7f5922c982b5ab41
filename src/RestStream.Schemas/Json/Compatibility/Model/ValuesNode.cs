using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>An <c>enum</c> or a <c>const</c>.</summary>
/// <param name="source">The schema.</param>
/// <param name="keyword"><c>enum</c> or <c>const</c>.</param>
/// <param name="values">What is accepted.</param>
internal sealed class ValuesNode(JsonTree source, string keyword, IReadOnlyList<JsonTree> values) : SchemaNode(source)
{
    public override string Kind { get; } = keyword;

    public IReadOnlyList<JsonTree> Values { get; } = values;

    /// <summary>The values' texts, the same for equal values.</summary>
    public IReadOnlySet<string> Texts { get; } = values.Select(JsonTreeWriter.WriteUnique).ToHashSet(StringComparer.Ordinal);
}
