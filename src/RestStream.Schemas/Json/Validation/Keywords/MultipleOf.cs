using System.Text;
using RestStream.Schemas.Json.Numbers;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>multipleOf</c>, exact for decimals.</summary>
internal sealed class MultipleOf(string divisor) : Keyword("multipleOf", Numbers)
{
    private readonly byte[] _divisor = Encoding.ASCII.GetBytes(divisor);

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var text = run.Tape.TextOf(at);
        return run.Spend(1 + (text.Length / 64)) && JsonNumber.Parse(text).IsMultipleOf(JsonNumber.Parse(_divisor));
    }

    protected override string Describe(ref Evaluation run, int at) =>
        $"is {TapeText.Show(run.Tape, at)} but must be a multiple of {Encoding.ASCII.GetString(_divisor)}";
}
