namespace RestStream.Schemas.Enforcement;

/// <summary>The names of this room's meters.</summary>
public static class SchemaMeters
{
    /// <summary>What checking records counts.</summary>
    public const string Enforcement = "RestStream.Schemas.Enforcement";
}
