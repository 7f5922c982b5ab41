namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>not</c>; what it evaluates does not count as evaluated.</summary>
internal sealed class Not(SchemaNode node) : Keyword("not", SchemaNode.AllTypes)
{
    public override IEnumerable<SchemaNode> InPlace => [node];

    public override bool AppliesSubschemas => true;

    public override int Rank => 3;

    public override bool Holds(ref Evaluation run, int at, int marks) => !run.Fits(node, at);

    protected override string Describe(ref Evaluation run, int at) => "fits the schema that it must not fit";
}
