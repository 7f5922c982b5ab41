namespace RestStream.Schemas.Json.Validation;

/// <summary>A keyword that applies subschemas; its reasons are theirs.</summary>
internal abstract class Applicator(string name, int kinds) : Keyword(name, kinds)
{
    /// <summary>After all that looks at the value alone.</summary>
    public override int Rank => 3;

    public override bool AppliesSubschemas => true;

    /// <inheritdoc/>
    public abstract override void Explain(ref Evaluation run, int at, int marks, Findings findings);

    protected sealed override string Describe(ref Evaluation run, int at) => "does not fit";
}
