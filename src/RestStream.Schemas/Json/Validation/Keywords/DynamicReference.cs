namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary>
/// <c>$dynamicRef</c> and <c>$recursiveRef</c>: the target is the schema of that anchor in the outermost resource that was entered on
/// the way here and has one.
/// </summary>
/// <param name="name">The keyword.</param>
/// <param name="targets">The schemas of the anchor.</param>
/// <param name="fallback">The target where no resource on the way has the anchor.</param>
internal sealed class DynamicReference(string name, DynamicTargets targets, SchemaNode fallback) : Applicator(name, SchemaNode.AllTypes)
{
    /// <summary>Resources on the way that count as a step.</summary>
    private const int ResourcesPerStepShift = 4;

    public override bool Holds(ref Evaluation run, int at, int marks) => run.Fits(Target(ref run), at, marks);

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings) =>
        findings.Descend(ref run, at, Name, Target(ref run), marks);

    private SchemaNode Target(ref Evaluation run)
    {
        var scope = run.Memory.Scope;
        return (run.Spend(scope.Count >> ResourcesPerStepShift) ? targets.Outermost(scope) : null) ?? fallback;
    }
}
