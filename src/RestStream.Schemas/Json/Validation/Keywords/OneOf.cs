namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOf(SchemaNode[] branches) : Applicator("oneOf", SchemaNode.AllTypes)
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
            if (fits) return false;
            fits = true;
        }

        return fits;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        if (Holds(ref run, at, marks)) return;
        var fitting = new List<int>();
        for (var index = 0; index < branches.Length; index++)
        {
            if (run.Fits(branches[index], at)) fitting.Add(index);
        }

        if (fitting.Count > 1)
        {
            findings.Add(ref run, at, Name, $"fits {fitting.Count} alternatives (numbers {string.Join(", ", fitting)}) but must fit exactly one");
            return;
        }

        findings.AddNoneFits(ref run, at, Name, branches);
    }
}
