using RestStream.Schemas.Json.Formats;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>format</c> where it refuses values.</summary>
internal sealed class Format(string format, FormatCheck check) : Keyword("format", Strings)
{
    /// <summary>Bytes of a text that count as a step: a regular expression is read, the others are looked through.</summary>
    private readonly int _bytesPerStep = format == "regex" ? 1 : 64;

    public override int Rank => 1;

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var text = run.Tape.TextOf(at);
        return run.Spend(1 + (text.Length / _bytesPerStep)) && check(text);
    }

    protected override string Describe(ref Evaluation run, int at) => $"{TapeText.Show(run.Tape, at)} is no {format}";
}
