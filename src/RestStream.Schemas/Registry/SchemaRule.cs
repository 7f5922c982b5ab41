using System.Collections.Immutable;

namespace RestStream.Schemas.Registry;

/// <summary>A rule of a rule set: kept and returned; clients execute it. Immutable.</summary>
/// <param name="Name">Its name, unique in its set.</param>
/// <param name="Doc">What it is for.</param>
/// <param name="Kind">TRANSFORM or CONDITION.</param>
/// <param name="Mode">When it runs: UPGRADE, DOWNGRADE, UPDOWN; WRITE, READ, WRITEREAD.</param>
/// <param name="Type">What executes it, as CEL.</param>
/// <param name="Tags">The tags that it applies to.</param>
/// <param name="Params">Its parameters.</param>
/// <param name="Expr">Its expression.</param>
/// <param name="OnSuccess">What follows when it passes.</param>
/// <param name="OnFailure">What follows when it does not.</param>
/// <param name="Disabled">True when it is off.</param>
public sealed record SchemaRule(
    string? Name, string? Doc, string Kind, string Mode, string? Type, ImmutableSortedSet<string> Tags, ImmutableSortedDictionary<string, string> Params,
    string? Expr, string? OnSuccess, string? OnFailure, bool Disabled)
{
    /// <inheritdoc/>
    public bool Equals(SchemaRule? other) =>
        other is not null && Name == other.Name && Doc == other.Doc && Kind == other.Kind && Mode == other.Mode && Type == other.Type && Tags.SequenceEqual(other.Tags)
        && Params.SequenceEqual(other.Params) && Expr == other.Expr && OnSuccess == other.OnSuccess && OnFailure == other.OnFailure && Disabled == other.Disabled;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Mode, Type, Expr);
}
