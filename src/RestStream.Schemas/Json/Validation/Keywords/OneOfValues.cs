using System.Text;
using System.Text.Unicode;
using RestStream.Schemas.Json.Numbers;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>enum</c> and <c>const</c>: texts and numbers are looked up, the others compared one by one.</summary>
internal sealed class OneOfValues : Keyword
{
    private const int ShownValues = 10;

    private readonly NameTable _texts;
    private readonly NumberTable _numbers;
    private readonly StoredValue[] _others;
    private readonly int _count;
    private readonly string _shown;

    public OneOfValues(string name, StoredValue[] values)
        : base(name, SchemaNode.AllTypes)
    {
        _texts = new NameTable([.. values.Where(IsText).Select(TextOf).Distinct()]);
        _numbers = new NumberTable([.. values.Where(static value => value.Kind == JsonKind.Number).Select(static value => value.Tape.TextOf(0).ToArray())]);
        _others = [.. values.Where(static value => !IsText(value) && value.Kind != JsonKind.Number)];
        _count = values.Length;
        _shown = string.Join(", ", values.Take(ShownValues).Select(static value => value.Shown));
    }

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var kind = run.Tape.Tokens[at].ValueKind;
        if (kind == JsonKind.String && _texts.Find(run.Tape.TextOf(at)) >= 0) return true;
        if (kind == JsonKind.Number) return HasNumber(ref run, run.Tape.TextOf(at));
        foreach (var value in _others)
        {
            if (run.IsEqual(at, value)) return true;
        }

        return false;
    }

    protected override string Describe(ref Evaluation run, int at)
    {
        var more = _count > ShownValues ? $" and {_count - ShownValues} more" : "";
        return _count == 1 ? $"is {TapeText.Show(run.Tape, at)} but must be {_shown}" : $"is {TapeText.Show(run.Tape, at)} but must be one of {_shown}{more}";
    }

    private bool HasNumber(ref Evaluation run, ReadOnlySpan<byte> text) =>
        !_numbers.IsEmpty && run.Spend(1 + (text.Length / 64)) && _numbers.Contains(JsonNumber.Parse(text));

    /// <summary>Texts with a lone surrogate have no UTF-16 form that keeps it, and are compared as values.</summary>
    private static bool IsText(StoredValue value) => value.Kind == JsonKind.String && Utf8.IsValid(value.Tape.TextOf(0));

    private static string TextOf(StoredValue value) => Encoding.UTF8.GetString(value.Tape.TextOf(0));
}
