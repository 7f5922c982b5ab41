using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>dependentRequired</c>, and <c>dependencies</c> on names: where a property stands, others must stand too.</summary>
internal sealed class DependentRequired(string name, IReadOnlyList<(string Property, string[] Needed)> rules) : Keyword(name, Objects)
{
    private readonly (NameTable Property, NameTable Needed)[] _rules =
        [.. rules.Select(rule => (new NameTable([rule.Property]), new NameTable([.. rule.Needed.Distinct()])))];

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        if (!run.Spend(_rules.Length)) return false;
        foreach (var (property, needed) in _rules)
        {
            if (run.Has(at, property[0]) && run.FirstMissing(at, needed) >= 0) return false;
        }

        return true;
    }

    protected override string Describe(ref Evaluation run, int at)
    {
        foreach (var (property, needed) in _rules)
        {
            if (!run.Has(at, property[0])) continue;
            var missing = run.FirstMissing(at, needed);
            if (missing >= 0) return $"has \"{TapeText.Cut(property.NameOf(0))}\" and so must have \"{TapeText.Cut(needed.NameOf(missing))}\"";
        }

        return "";
    }
}
