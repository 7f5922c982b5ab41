namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>anyOf</c>; where marks are asked for, all branches are looked at.</summary>
internal sealed class AnyOf(SchemaNode[] branches) : Applicator("anyOf", SchemaNode.AllTypes)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        // Branches that are refused by the value's type count nothing themselves.
        if (branches.Length >= Evaluation.BranchesPerStep && !run.Spend(branches.Length / Evaluation.BranchesPerStep)) return false;
        var fits = false;
        foreach (var branch in branches)
        {
            if (!run.BranchFits(branch, at, marks)) continue;
            if (marks == Evaluation.NoMarks) return true;
            fits = true;
        }

        return fits;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        if (Holds(ref run, at, marks)) return;
        findings.AddNoneFits(ref run, at, Name, branches);
    }
}
