namespace RestStream.Core;

/// <summary>One place of an <see cref="Error"/>.</summary>
/// <param name="Pointer">A JSON Pointer (RFC 6901) into the document that the caller sent, or the name of a parameter.</param>
/// <param name="Detail">A sentence: what is wrong there, and the allowed range.</param>
public sealed record ErrorItem(string Pointer, string Detail);
