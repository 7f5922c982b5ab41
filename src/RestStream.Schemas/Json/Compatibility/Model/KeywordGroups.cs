namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>The keywords that make a node of each kind.</summary>
internal sealed record KeywordGroups(string[] Object, string[] Array, string[] Number, string[] String)
{
    /// <summary>Whether a name is a keyword that checks something, so that it counts beside a <c>$ref</c>.</summary>
    public bool Check(string keyword) => _checking.Contains(keyword);

    private readonly HashSet<string> _checking = new(
        [
            .. Object, .. Array, .. Number, .. String, .. SchemaKeywords.Combining, .. SchemaKeywords.Conditional,
            "type", "enum", "const", "not",
        ],
        StringComparer.Ordinal);
}
