using RestStream.Schemas.Json.Numbers;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>multipleOf</c>, exact for decimals.</summary>
internal sealed class MultipleOf(JsonDivisor divisor) : Keyword("multipleOf", Numbers)
{
    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var text = run.Tape.TextOf(at);
        return run.Spend(divisor.StepsFor(text.Length)) && JsonNumber.Parse(text).IsMultipleOf(divisor);
    }

    protected override string Describe(ref Evaluation run, int at) => $"is {TapeText.Show(run.Tape, at)} but must be a multiple of {divisor.Text}";
}
