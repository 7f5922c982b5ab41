namespace RestStream.Schemas.Registry;

/// <summary>Whether a schema is compatible with earlier versions.</summary>
/// <param name="IsCompatible">True when it is.</param>
/// <param name="Messages">When it is not: each difference, then the version it was compared with, its text, and the level.</param>
public sealed record CompatibilityReport(bool IsCompatible, IReadOnlyList<string> Messages)
{
    /// <summary>Nothing stands against it.</summary>
    public static CompatibilityReport Compatible { get; } = new(true, []);
}
