using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>unevaluatedProperties</c>.</summary>
internal sealed class UnevaluatedProperties(SchemaNode node) : Applicator("unevaluatedProperties", Objects)
{
    public override bool ReadsMarks => true;

    public override int Rank => int.MaxValue;

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var tokens = run.Tape.Tokens;
        var child = 0;
        for (var member = at + 1; member < tokens[at].Next; member = tokens[member + 1].Next, child++)
        {
            if (!run.IsMarked(marks, child) && !run.Fits(node, member + 1)) return false;
        }

        run.MarkAll(marks, at);
        return true;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        var tokens = run.Tape.Tokens;
        var child = 0;
        for (var member = at + 1; member < tokens[at].Next && !findings.IsFull && !run.IsOverLimit; member = tokens[member + 1].Next, child++)
        {
            if (run.IsMarked(marks, child)) continue;
            if (!node.IsNever) findings.Descend(ref run, member + 1, Name, node);
            else findings.Add(ref run, member + 1, Name, $"is the property {TapeText.Show(run.Tape, member)}, which is not allowed here");
        }

        run.MarkAll(marks, at);
    }
}
