using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>required</c> where <see cref="Members"/> does not see to it: of more names than it has bits for, or alone.</summary>
internal sealed class Required(NameTable names) : Keyword("required", Objects)
{
    public override bool Holds(ref Evaluation run, int at, int marks) => run.FirstMissing(at, names) < 0;

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        for (var slot = 0; slot < names.Count && !findings.IsFull && !run.IsOverLimit; slot++)
        {
            if (!run.Has(at, names[slot])) findings.Add(ref run, at, Name, $"lacks the property \"{TapeText.Cut(names.NameOf(slot))}\"");
        }
    }

    protected override string Describe(ref Evaluation run, int at) => $"lacks the property \"{TapeText.Cut(names.NameOf(run.FirstMissing(at, names)))}\"";
}
