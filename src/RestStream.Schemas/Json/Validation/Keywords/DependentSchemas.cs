using System.Text;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>dependentSchemas</c>, and <c>dependencies</c> on schemas: where a property stands, the object must fit a schema.</summary>
internal sealed class DependentSchemas(string name, IReadOnlyList<(string Property, SchemaNode Node)> rules) : Applicator(name, Objects)
{
    private readonly (byte[] Name, string Property, SchemaNode Node)[] _rules =
        [.. rules.Select(rule => (Encoding.UTF8.GetBytes(rule.Property), rule.Property, rule.Node))];

    public override IEnumerable<SchemaNode> InPlace => _rules.Select(rule => rule.Node);

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        if (!run.Spend(_rules.Length)) return false;
        foreach (var (property, _, node) in _rules)
        {
            if (run.Has(at, property) && !run.Fits(node, at, marks)) return false;
        }

        return true;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        foreach (var (utf8, property, node) in _rules)
        {
            if (run.Has(at, utf8)) findings.Descend(ref run, at, Name, property, node, marks);
        }
    }
}
