namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary>
/// <c>$dynamicRef</c> and <c>$recursiveRef</c>: the target is the schema of that anchor in the outermost resource that was entered on
/// the way here and has one.
/// </summary>
/// <param name="name">The keyword.</param>
/// <param name="anchor">The anchor.</param>
/// <param name="fallback">The target where no resource on the way has the anchor.</param>
internal sealed class DynamicReference(string name, string anchor, SchemaNode fallback) : Applicator(name, SchemaNode.AllTypes)
{
    public string Anchor => anchor;

    /// <summary>The schemas of the anchor, by resource; complete before the first record.</summary>
    public Dictionary<SchemaResource, SchemaNode> Targets { get; } = [];

    public override bool Holds(ref Evaluation run, int at, int marks) => run.Fits(Target(ref run), at, marks);

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings) =>
        findings.Descend(ref run, at, Name, Target(ref run), marks);

    private SchemaNode Target(ref Evaluation run)
    {
        foreach (var resource in run.Memory.Scope)
        {
            if (Targets.TryGetValue(resource, out var target)) return target;
        }

        return fallback;
    }
}
