using RestStream.Schemas.Json.Patterns;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary>An entry of <c>patternProperties</c>.</summary>
internal sealed record PatternMember(string Text, EcmaPattern Pattern, SchemaNode Node);
