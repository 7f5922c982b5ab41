namespace RestStream.Server.Json;

/// <summary>A fault as the parser meets it; <see cref="JsonErrors"/> finds its pointer and line afterwards, so that parsing need not keep track of them.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Offset">Where in the text.</param>
/// <param name="Detail">A sentence with the cure.</param>
/// <param name="Missing">The member that should be in the object at <paramref name="Offset"/>, or null.</param>
internal readonly record struct JsonFault(JsonErrorKind Kind, int Offset, string Detail, string? Missing = null)
{
    /// <summary>Whether there is a fault.</summary>
    public bool IsSet => Detail is not null;
}
