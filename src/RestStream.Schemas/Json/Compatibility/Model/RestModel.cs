namespace RestStream.Schemas.Json.Compatibility.Model;

/// <summary>What holds for the properties or items that a schema does not name.</summary>
/// <param name="AllowsAdditional">False for <c>additionalX: false</c>.</param>
/// <param name="Additional">The schema of <c>additionalX</c>; null for a boolean or none.</param>
/// <param name="Unevaluated">The schema of <c>unevaluatedX</c>, booleans too; null for none.</param>
internal readonly record struct RestModel(bool AllowsAdditional, SchemaNode? Additional, SchemaNode? Unevaluated)
{
    public bool IsOpen => AllowsAdditional && Additional is null && Unevaluated?.Target.Kind is null or PlainNode.Any;

    /// <summary>The schema of what is not named, where the model is neither open nor closed.</summary>
    public SchemaNode? Schema
    {
        get
        {
            if (Additional is not null) return Additional;
            if (!AllowsAdditional || Unevaluated?.Target.Kind is PlainNode.Any or PlainNode.Never) return null;
            return Unevaluated;
        }
    }
}
