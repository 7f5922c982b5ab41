using System.Text.Json.Serialization;

namespace RestStream.Server.Schemas;

/// <summary>Confluent's error.</summary>
/// <param name="ErrorCode">Its code: the HTTP status, and two digits more.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record RegistryErrorBody([property: JsonPropertyName("error_code")] int ErrorCode, [property: JsonPropertyName("message")] string Message);
