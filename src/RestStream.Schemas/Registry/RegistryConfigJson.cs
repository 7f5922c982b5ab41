using System.Text.Json;

namespace RestStream.Schemas.Registry;

/// <summary>Confluent's JSON of configs.</summary>
public static class RegistryConfigJson
{
    /// <summary>A config with what the object says: a member that is absent keeps what was set, one that is null clears it.</summary>
    /// <param name="json">An object.</param>
    /// <param name="today">What is set today.</param>
    /// <param name="levelName">The member with the level: <c>compatibility</c> in requests, <c>compatibilityLevel</c> elsewhere.</param>
    /// <exception cref="JsonException">A member is of another shape.</exception>
    /// <exception cref="RegistryException">There is no such level or policy.</exception>
    public static RegistryConfig Change(JsonElement json, RegistryConfig today, string levelName)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new JsonException("A config is an object.");
        return new RegistryConfig
        {
            CompatibilityLevel = Has(json, levelName) ? Level(RegistryJson.Text(json, levelName)) : today.CompatibilityLevel,
            CompatibilityPolicy = Has(json, "compatibilityPolicy") ? Policy(RegistryJson.Text(json, "compatibilityPolicy")) : today.CompatibilityPolicy,
            CompatibilityGroup = Has(json, "compatibilityGroup") ? RegistryJson.Text(json, "compatibilityGroup") : today.CompatibilityGroup,
            Normalize = Has(json, "normalize") ? RegistryJson.Boolean(json, "normalize") : today.Normalize,
            ValidateFields = Has(json, "validateFields") ? RegistryJson.Boolean(json, "validateFields") : today.ValidateFields,
            ValidateNewSchemas = Has(json, "validateNewSchemas") ? RegistryJson.Boolean(json, "validateNewSchemas") : today.ValidateNewSchemas,
            ValidateRules = Has(json, "validateRules") ? RegistryJson.Boolean(json, "validateRules") : today.ValidateRules,
            Alias = Has(json, "alias") ? Blank(RegistryJson.Text(json, "alias")) : today.Alias,
            AliasForDeks = Has(json, "aliasForDeks") ? RegistryJson.Boolean(json, "aliasForDeks") : today.AliasForDeks,
            DefaultMetadata = Has(json, "defaultMetadata") ? RegistryJson.Metadata(json, "defaultMetadata") : today.DefaultMetadata,
            OverrideMetadata = Has(json, "overrideMetadata") ? RegistryJson.Metadata(json, "overrideMetadata") : today.OverrideMetadata,
            DefaultRuleSet = Has(json, "defaultRuleSet") ? RegistryJson.RuleSet(json, "defaultRuleSet") : today.DefaultRuleSet,
            OverrideRuleSet = Has(json, "overrideRuleSet") ? RegistryJson.RuleSet(json, "overrideRuleSet") : today.OverrideRuleSet,
        };
    }

    /// <summary>Writes the members that are set.</summary>
    public static void WriteMembers(Utf8JsonWriter json, RegistryConfig config, string levelName)
    {
        if (config.CompatibilityLevel is { } level) json.WriteString(levelName, RegistryNames.Of(level));
        RegistryJson.WriteText(json, "compatibilityPolicy", config.CompatibilityPolicy);
        RegistryJson.WriteText(json, "compatibilityGroup", config.CompatibilityGroup);
        Write(json, "normalize", config.Normalize);
        Write(json, "validateFields", config.ValidateFields);
        Write(json, "validateNewSchemas", config.ValidateNewSchemas);
        Write(json, "validateRules", config.ValidateRules);
        RegistryJson.WriteText(json, "alias", config.Alias);
        Write(json, "aliasForDeks", config.AliasForDeks);
        RegistryJson.WriteMetadata(json, "defaultMetadata", config.DefaultMetadata);
        RegistryJson.WriteMetadata(json, "overrideMetadata", config.OverrideMetadata);
        RegistryJson.WriteRuleSet(json, "defaultRuleSet", config.DefaultRuleSet);
        RegistryJson.WriteRuleSet(json, "overrideRuleSet", config.OverrideRuleSet);
    }

    private static bool Has(JsonElement json, string name) => json.TryGetProperty(name, out _);

    private static string? Blank(string? text) => text is { Length: > 0 } ? text : null;

    private static CompatibilityLevel? Level(string? name)
    {
        if (name is null) return null;
        return RegistryNames.TryParse(name, out CompatibilityLevel level)
            ? level
            : throw new RegistryException(
                RegistryErrorCode.InvalidCompatibilityLevel,
                $"There is no compatibility level '{Refusals.Shown(name)}'. There are {string.Join(", ", Enum.GetValues<CompatibilityLevel>().Select(RegistryNames.Of))}.");
    }

    private static string? Policy(string? name) => name is null || RegistryNames.IsPolicy(name)
        ? name?.ToUpperInvariant()
        : throw new RegistryException(RegistryErrorCode.InvalidCompatibilityLevel, $"There is no compatibility policy '{Refusals.Shown(name)}'. There are STRICT, LENIENT, LOGICAL.");

    private static void Write(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } set) json.WriteBoolean(name, set);
    }
}
