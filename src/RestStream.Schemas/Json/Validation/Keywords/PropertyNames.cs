namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>propertyNames</c>: names are looked at as the strings that they are.</summary>
internal sealed class PropertyNames(SchemaNode node) : Applicator("propertyNames", Objects)
{
    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var end = run.Tape.Tokens[at].Next;
        for (var member = at + 1; member < end; member = run.Tape.Tokens[member + 1].Next)
        {
            if (!run.Fits(node, member)) return false;
        }

        return true;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        var end = run.Tape.Tokens[at].Next;
        for (var member = at + 1; member < end && !findings.IsFull && !run.IsOverLimit; member = run.Tape.Tokens[member + 1].Next)
        {
            findings.Descend(ref run, member, Name, node);
        }
    }
}
