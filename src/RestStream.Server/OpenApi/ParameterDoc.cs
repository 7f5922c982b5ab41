namespace RestStream.Server.OpenApi;

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, its default and its range.</param>
/// <param name="Example">A value that works; null leaves it empty in "Try it out".</param>
/// <param name="IsInteger">True for an integer, false for text.</param>
/// <param name="In">"query", "path" or "header".</param>
/// <param name="Choices">The values there are; null for any.</param>
internal sealed record ParameterDoc(
    string Name, string Description, string? Example = null, bool IsInteger = false, string In = "query", string[]? Choices = null);
