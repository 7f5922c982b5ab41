namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>unevaluatedItems</c>.</summary>
internal sealed class UnevaluatedItems(SchemaNode node) : Applicator("unevaluatedItems", Arrays)
{
    public override bool ReadsMarks => true;

    public override int Rank => int.MaxValue;

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var tokens = run.Tape.Tokens;
        var child = 0;
        for (var item = at + 1; item < tokens[at].Next; item = tokens[item].Next, child++)
        {
            if (!run.IsMarked(marks, child) && !run.Fits(node, item)) return false;
        }

        run.MarkAll(marks, at);
        return true;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        var tokens = run.Tape.Tokens;
        var child = 0;
        for (var item = at + 1; item < tokens[at].Next && !findings.IsFull && !run.IsOverLimit; item = tokens[item].Next, child++)
        {
            if (run.IsMarked(marks, child)) continue;
            if (!node.IsNever) findings.Descend(ref run, item, Name, node);
            else findings.Add(ref run, item, Name, "is an item more than are allowed");
        }

        run.MarkAll(marks, at);
    }
}
