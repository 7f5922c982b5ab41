using System.Text.Json.Serialization;

namespace RestStream.Core;

/// <summary>One place of an <see cref="Error"/>.</summary>
/// <param name="Pointer">A JSON Pointer (RFC 6901) into the document that the caller sent, or the name of a parameter.</param>
/// <param name="Detail">A sentence: what is wrong there, and the allowed range.</param>
public sealed record ErrorItem(string Pointer, string Detail)
{
    /// <summary>The way through a JSON Schema to the keyword that is not kept to, a JSON Pointer that goes through references; null when no keyword of a schema says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeywordLocation { get; init; }
}
