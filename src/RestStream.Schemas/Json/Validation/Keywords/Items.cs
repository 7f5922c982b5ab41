namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary>The items of an array by place: <c>prefixItems</c> and <c>items</c>, or <c>items</c> and <c>additionalItems</c> of older drafts.</summary>
/// <param name="prefixName">The keyword of the first ones.</param>
/// <param name="prefix">The schemas of the first ones.</param>
/// <param name="restName">The keyword of all others.</param>
/// <param name="rest">The schema of all others, if it was given.</param>
internal sealed class Items(string prefixName, SchemaNode[] prefix, string restName, SchemaNode? rest) : Applicator(restName, Arrays)
{
    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var tokens = run.Tape.Tokens;
        var end = tokens[at].Next;
        var item = at + 1;
        for (var index = 0; item < end; item = tokens[item].Next, index++)
        {
            var node = index < prefix.Length ? prefix[index] : rest;
            if (node is null) break;
            if (!run.Fits(node, item)) return false;
        }

        MarkSeen(ref run, at, marks);
        return true;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        var tokens = run.Tape.Tokens;
        var item = at + 1;
        for (var index = 0; item < tokens[at].Next && !findings.IsFull; item = tokens[item].Next, index++)
        {
            if (index < prefix.Length) findings.Descend(ref run, item, prefixName, index, prefix[index]);
            else if (rest is { IsNever: true }) findings.Add(ref run, item, Name, $"is one item more than the {prefix.Length} allowed");
            else if (rest is not null) findings.Descend(ref run, item, Name, rest);
            else break;
        }

        MarkSeen(ref run, at, marks);
    }

    private void MarkSeen(ref Evaluation run, int at, int marks)
    {
        if (marks == Evaluation.NoMarks) return;
        if (rest is not null) run.MarkAll(marks, at);
        else for (var index = 0; index < Math.Min(prefix.Length, run.Tape.Tokens[at].Count); index++) run.Mark(marks, index);
    }
}
