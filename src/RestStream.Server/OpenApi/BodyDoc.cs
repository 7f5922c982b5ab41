namespace RestStream.Server.OpenApi;

/// <summary>A body that an operation takes.</summary>
/// <param name="ContentType">Its type.</param>
/// <param name="Example">A body that works on an empty server.</param>
/// <param name="Schema">The type that describes it; null for any bytes.</param>
internal sealed record BodyDoc(string ContentType, string Example, Type? Schema = null);
