using RestStream.Schemas.Json.Patterns;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>pattern</c>.</summary>
internal sealed class Pattern(string text, EcmaPattern pattern) : Keyword("pattern", Strings)
{
    public override int Rank => 1;

    public override bool Holds(ref Evaluation run, int at, int marks) => run.Matches(pattern, run.Tape.TextOf(at));

    protected override string Describe(ref Evaluation run, int at) => $"{TapeText.Show(run.Tape, at)} does not match the pattern {TapeText.Cut(text)}";
}
