using RestStream.Schemas.Json.Text;

namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>Where a schema stands, which decides what its references mean.</summary>
/// <param name="BaseUri">What relative URIs are resolved against.</param>
/// <param name="Resource">The schema that <c>#</c> stands for: the nearest one with an identifier, or the document.</param>
/// <param name="Place">Where it is, for messages: a JSON Pointer, with the reference's name before it in other documents.</param>
/// <param name="Dialect">The draft it is written in.</param>
/// <param name="Uses">The documents that its own uses, by the names that it has for them and by what these mean: the same name may mean another one elsewhere.</param>
internal sealed record SchemaScope(string BaseUri, JsonTree Resource, string Place, JsonSchemaDialect Dialect, Dictionary<string, JsonTree> Uses);
