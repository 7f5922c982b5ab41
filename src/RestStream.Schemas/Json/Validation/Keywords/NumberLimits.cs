using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c>, <c>exclusiveMinimum</c>, <c>exclusiveMaximum</c>: the number is read once for all of them.</summary>
internal sealed class NumberLimits(NumberLimit[] limits) : Keyword(limits[0].Name, Numbers)
{
    private readonly bool _holdForUnsigned = limits.All(limit => limit.HoldsForUnsigned);

    public override bool Holds(ref Evaluation run, int at, int marks) => FirstBroken(ref run, at) is null;

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        if (FirstBroken(ref run, at) is { } broken) findings.Add(ref run, at, broken.Name, $"is {TapeText.Show(run.Tape, at)} but {broken.Shown}");
    }

    protected override string Describe(ref Evaluation run, int at) => "is beyond a limit";

    private NumberLimit? FirstBroken(ref Evaluation run, int at)
    {
        var text = run.Tape.TextOf(at);
        if (_holdForUnsigned && text[0] != '-') return null;
        var isShort = ShortDecimal.TryRead(text, out var number);
        foreach (var limit in limits)
        {
            if (!limit.Holds(text, isShort, number)) return limit;
        }

        return null;
    }
}
