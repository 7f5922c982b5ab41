namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>One member of <c>patternProperties</c>.</summary>
internal sealed record PatternProperty(SchemaPattern Pattern, SchemaNode Schema)
{
    public bool Matches(string property) => Pattern.Matches(property);
}
