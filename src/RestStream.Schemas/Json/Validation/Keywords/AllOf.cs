namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOf(SchemaNode[] branches) : Applicator("allOf", SchemaNode.AllTypes)
{
    public override IEnumerable<SchemaNode> InPlace => branches;

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        foreach (var branch in branches)
        {
            if (!run.Fits(branch, at, marks)) return false;
        }

        return true;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        for (var index = 0; index < branches.Length; index++) findings.Descend(ref run, at, Name, index, branches[index], marks);
    }
}
