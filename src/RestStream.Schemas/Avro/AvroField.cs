using System.Text.Encodings.Web;
using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>A field of a record.</summary>
internal sealed class AvroField(string name, AvroType type)
{
    public string Name { get; } = name;

    public AvroType Type { get; } = type;

    public JsonEncodedText JsonName { get; } = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    public string? Doc { get; init; }

    public JsonElement? Default { get; init; }

    /// <summary>How records are ordered by it; null for ascending.</summary>
    public string? Order { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, JsonElement>> Properties { get; init; } = [];
}
