using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>The rules of a schema: kept and returned; clients execute them. Immutable.</summary>
/// <param name="MigrationRules">Rules between versions.</param>
/// <param name="DomainRules">Rules for values.</param>
/// <param name="EncodingRules">Rules for what is on the wire.</param>
/// <param name="EnableAt">From when they count; null for always.</param>
public sealed record SchemaRuleSet(
    ImmutableArray<SchemaRule> MigrationRules, ImmutableArray<SchemaRule> DomainRules, ImmutableArray<SchemaRule> EncodingRules, string? EnableAt)
{
    private static readonly string[] MigrationModes = ["UPGRADE", "DOWNGRADE", "UPDOWN"];
    private static readonly string[] Kinds = ["TRANSFORM", "CONDITION"];
    private static readonly string[] DomainModes = ["WRITE", "READ", "WRITEREAD"];

    /// <summary>Both together; a rule of <paramref name="over"/> takes the place of one of its name.</summary>
    public static SchemaRuleSet? Merge(SchemaRuleSet? under, SchemaRuleSet? over)
    {
        if (under is null || over is null) return over ?? under;
        return new(
            Merge(under.MigrationRules, over.MigrationRules), Merge(under.DomainRules, over.DomainRules), Merge(under.EncodingRules, over.EncodingRules), over.EnableAt ?? under.EnableAt);
    }

    /// <summary>Without the rules of these names.</summary>
    public static SchemaRuleSet? Without(SchemaRuleSet? rules, IReadOnlySet<string> names)
    {
        if (rules is null || names.Count == 0) return rules;
        return rules with { MigrationRules = Without(rules.MigrationRules, names), DomainRules = Without(rules.DomainRules, names), EncodingRules = Without(rules.EncodingRules, names) };
    }

    internal static bool IsSame(SchemaRuleSet? one, SchemaRuleSet? other) => one is null ? other is null : one.Equals(other);

    /// <summary>What breaks the rules for rules; null when nothing does.</summary>
    internal string? Violation()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return Violation(MigrationRules, MigrationModes, names) ?? Violation(DomainRules, DomainModes, names) ?? Violation(EncodingRules, DomainModes, names);
    }

    /// <summary>True when a rule is executed by that, as CEL or ENCRYPT.</summary>
    public bool HasType(string type) => MigrationRules.Concat(DomainRules).Concat(EncodingRules).Any(rule => rule.Type == type);

    /// <inheritdoc/>
    public bool Equals(SchemaRuleSet? other) =>
        other is not null && EnableAt == other.EnableAt && MigrationRules.SequenceEqual(other.MigrationRules) && DomainRules.SequenceEqual(other.DomainRules)
        && EncodingRules.SequenceEqual(other.EncodingRules);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MigrationRules.Length, DomainRules.Length, EncodingRules.Length, EnableAt);

    private static ImmutableArray<SchemaRule> Merge(ImmutableArray<SchemaRule> under, ImmutableArray<SchemaRule> over) =>
        [.. under.Where(rule => over.All(other => other.Name != rule.Name)), .. over];

    private static ImmutableArray<SchemaRule> Without(ImmutableArray<SchemaRule> rules, IReadOnlySet<string> names) => [.. rules.Where(rule => rule.Name is null || !names.Contains(rule.Name))];

    private static string? Violation(ImmutableArray<SchemaRule> rules, string[] modes, HashSet<string> names)
    {
        foreach (var rule in rules)
        {
            if (rule.Name is not { Length: > 0 } name) return "A rule has no name.";
            if (!(char.IsLetter(name[0]) || name[0] == '_')) return $"The name of rule '{Refusals.Shown(name)}' begins with neither a letter nor an underscore.";
            if (name.Any(letter => !char.IsLetterOrDigit(letter) && letter is not '_' and not '-')) return $"The name of rule '{Refusals.Shown(name)}' has more than letters, digits, - and _.";
            if (!names.Add(name)) return $"There are two rules '{Refusals.Shown(name)}'.";
            if (rule.Type is null) return $"Rule '{Refusals.Shown(name)}' has no type.";
            if (!Kinds.Contains(rule.Kind)) return $"The kind of rule '{Refusals.Shown(name)}' is {Refusals.Shown(rule.Kind)}; it is one of {string.Join(", ", Kinds)}.";
            if (!modes.Contains(rule.Mode)) return $"The mode of rule '{Refusals.Shown(name)}' is {Refusals.Shown(rule.Mode)}; here it is one of {string.Join(", ", modes)}.";
        }

        return null;
    }
}
