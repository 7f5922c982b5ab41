namespace RestStream.Schemas.Registry;

/// <summary>The config of the server, a context or a subject; null is not set there. Immutable.</summary>
public sealed record RegistryConfig
{
    /// <summary>With what new versions have to be compatible.</summary>
    public CompatibilityLevel? CompatibilityLevel { get; init; }

    /// <summary>STRICT, LENIENT or LOGICAL.</summary>
    public string? CompatibilityPolicy { get; init; }

    /// <summary>Only versions with the same value of this property of their metadata are compared.</summary>
    public string? CompatibilityGroup { get; init; }

    /// <summary>Schemas are normalised when they are registered or looked up.</summary>
    public bool? Normalize { get; init; }

    /// <summary>No field's name begins with <c>$$</c>, and reserved names stay reserved and free.</summary>
    public bool? ValidateFields { get; init; }

    /// <summary>False switches off what only new schemas have to keep: that defaults are values of their types.</summary>
    public bool? ValidateNewSchemas { get; init; }

    /// <summary>Kept for clients: rules are always checked here.</summary>
    public bool? ValidateRules { get; init; }

    /// <summary>The subject that is meant when this one is named.</summary>
    public string? Alias { get; init; }

    /// <summary>Kept for clients.</summary>
    public bool? AliasForDeks { get; init; }

    /// <summary>What a schema's metadata gets unless it says otherwise.</summary>
    public SchemaMetadata? DefaultMetadata { get; init; }

    /// <summary>What a schema's metadata gets whatever it says.</summary>
    public SchemaMetadata? OverrideMetadata { get; init; }

    /// <summary>The rules that a schema gets unless it has ones of their names.</summary>
    public SchemaRuleSet? DefaultRuleSet { get; init; }

    /// <summary>The rules that a schema gets whatever it has.</summary>
    public SchemaRuleSet? OverrideRuleSet { get; init; }

    internal CompatibilityPolicy Policy => "LENIENT".Equals(CompatibilityPolicy, StringComparison.OrdinalIgnoreCase) ? Schemas.CompatibilityPolicy.Lenient : Schemas.CompatibilityPolicy.Strict;

    internal bool HasDefaultsOrOverrides => (DefaultMetadata, OverrideMetadata) is not (null, null) || (DefaultRuleSet, OverrideRuleSet) is not (null, null);

    /// <summary>This one, and of <paramref name="wider"/> what it does not say. An alias is for its own subject alone.</summary>
    internal RegistryConfig Over(RegistryConfig? wider) => wider is null ? this : this with
    {
        CompatibilityLevel = CompatibilityLevel ?? wider.CompatibilityLevel,
        CompatibilityPolicy = CompatibilityPolicy ?? wider.CompatibilityPolicy,
        CompatibilityGroup = CompatibilityGroup ?? wider.CompatibilityGroup,
        Normalize = Normalize ?? wider.Normalize,
        ValidateFields = ValidateFields ?? wider.ValidateFields,
        ValidateNewSchemas = ValidateNewSchemas ?? wider.ValidateNewSchemas,
        ValidateRules = ValidateRules ?? wider.ValidateRules,
        AliasForDeks = AliasForDeks ?? wider.AliasForDeks,
        DefaultMetadata = DefaultMetadata ?? wider.DefaultMetadata,
        OverrideMetadata = OverrideMetadata ?? wider.OverrideMetadata,
        DefaultRuleSet = DefaultRuleSet ?? wider.DefaultRuleSet,
        OverrideRuleSet = OverrideRuleSet ?? wider.OverrideRuleSet,
    };
}
