namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>$ref</c>, and <c>$dynamicRef</c> or <c>$recursiveRef</c> that can only mean one schema.</summary>
internal sealed class Reference(string name, SchemaNode target) : Applicator(name, SchemaNode.AllTypes)
{
    public SchemaNode Target => target;

    public override IEnumerable<SchemaNode> InPlace => [target];

    public override bool Holds(ref Evaluation run, int at, int marks) => run.Fits(target, at, marks);

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings) => findings.Descend(ref run, at, Name, target, marks);
}
