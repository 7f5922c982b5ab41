using System.Text.Json;

namespace RestStream.Server.Schemas;

/// <summary>The body of <c>POST /v1/schemas/validate</c>: a schema, given or registered, and records to try.</summary>
internal sealed record ValidateBody : SampleSource
{
    /// <summary>The schema: an object of JSON Schema, or the text of a schema of any type.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary><c>JSON</c> (the default here), <c>AVRO</c> or <c>PROTOBUF</c>.</summary>
    public string? SchemaType { get; init; }

    /// <summary>A registered schema's subject, in place of the schema.</summary>
    public string? Subject { get; init; }

    /// <summary>Its version; the latest by default.</summary>
    public int? Version { get; init; }

    /// <summary><c>annotate</c> (the default) or <c>assert</c>.</summary>
    public string? Formats { get; init; }
}
