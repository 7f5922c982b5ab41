using System.Text.Json.Serialization;

namespace RestStream.Server.Push;

/// <summary>An answer that is JSON already.</summary>
/// <param name="Utf8">The text.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8);
