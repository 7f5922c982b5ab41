namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>minItems</c>, <c>maxItems</c>, <c>minProperties</c>, <c>maxProperties</c>.</summary>
internal sealed class ChildCount(string name, int kinds, int limit, bool isLower) : Keyword(name, kinds)
{
    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var count = run.Tape.Tokens[at].Count;
        return isLower ? count >= limit : count <= limit;
    }

    protected override string Describe(ref Evaluation run, int at)
    {
        var count = run.Tape.Tokens[at].Count;
        var noun = Plural.Of(count, Kinds == Objects ? "property" : "item");
        return $"has {count} {noun} but must have at {(isLower ? "least" : "most")} {limit}";
    }
}
