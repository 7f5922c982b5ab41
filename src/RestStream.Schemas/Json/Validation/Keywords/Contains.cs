namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
/// <param name="node">What items are to fit.</param>
/// <param name="min">How many at least.</param>
/// <param name="max">How many at most.</param>
/// <param name="marksItems">Whether items that fit count as evaluated: since 2020-12.</param>
internal sealed class Contains(SchemaNode node, int min, int max, bool marksItems) : Applicator("contains", Arrays)
{
    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var found = Count(ref run, at, marksItems ? marks : Evaluation.NoMarks);
        return found >= min && found <= max;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        var found = Count(ref run, at, marksItems ? marks : Evaluation.NoMarks);
        if (found < min) findings.Add(ref run, at, min == 1 ? Name : "minContains", $"holds {found} {Plural.Of(found, "item")} of the kind that it must hold {min} times at least");
        if (found > max) findings.Add(ref run, at, "maxContains", $"holds {found} {Plural.Of(found, "item")} of the kind that it may hold {max} times at most");
    }

    private int Count(ref Evaluation run, int at, int marks)
    {
        var tokens = run.Tape.Tokens;
        var found = 0;
        var item = at + 1;
        for (var index = 0; item < tokens[at].Next && !run.IsOverLimit; item = tokens[item].Next, index++)
        {
            if (!run.Fits(node, item)) continue;
            found++;
            if (marks != Evaluation.NoMarks) run.Mark(marks, index);
            if (marks == Evaluation.NoMarks && found >= min && max == int.MaxValue) break;
        }

        return found;
    }
}
