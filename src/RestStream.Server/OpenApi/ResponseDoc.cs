namespace RestStream.Server.OpenApi;

/// <summary>An answer of an operation.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">When it comes and what it says.</param>
/// <param name="ContentType">The type of its body; null for none.</param>
/// <param name="Schema">The type that describes the body; null for text or bytes.</param>
internal sealed record ResponseDoc(int Status, string Description, string? ContentType = null, Type? Schema = null);
