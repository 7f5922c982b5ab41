namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>if</c>, <c>then</c>, <c>else</c>.</summary>
internal sealed class IfThenElse(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Applicator("if", SchemaNode.AllTypes)
{
    public override IEnumerable<SchemaNode> InPlace => new[] { condition, then, otherwise }.OfType<SchemaNode>();

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var chosen = run.BranchFits(condition, at, marks) ? then : otherwise;
        return chosen is null || run.Fits(chosen, at, marks);
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        var (steps, chosen) = run.BranchFits(condition, at, marks) ? ("then", then) : ("else", otherwise);
        if (chosen is not null) findings.Descend(ref run, at, steps, chosen, marks);
    }
}
