using System.Text.Json;

namespace RestStream.Schemas.Avro;

/// <summary>A default as a schema gives it.</summary>
/// <param name="Type">The type of its field.</param>
/// <param name="Value">The value.</param>
/// <param name="Place">Where it stands, as a JSON Pointer.</param>
internal readonly record struct AvroDefault(AvroType Type, JsonElement Value, string? Place);
