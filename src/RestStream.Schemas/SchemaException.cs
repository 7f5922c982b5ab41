namespace RestStream.Schemas;

/// <summary>A text is not a schema of its type, or not one that can be kept.</summary>
/// <param name="message">What is wrong, and the cure, for a person.</param>
/// <param name="place">Where: a JSON Pointer, or line and column; null for the whole.</param>
public sealed class SchemaException(string message, string? place = null) : Exception(message)
{
    /// <summary>Where it is wrong: a JSON Pointer, or line and column; null for the whole.</summary>
    public string? Place { get; } = place;
}
