using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class OneOfValues : Keyword
{
    private const int ShownValues = 10;

    private readonly NameTable _texts;
    private readonly StoredValue[] _others;
    private readonly string[] _shown;
    private readonly int _count;

    public OneOfValues(string name, StoredValue[] values)
        : base(name, SchemaNode.AllTypes)
    {
        _count = values.Length;
        _shown = [.. values.Take(ShownValues).Select(value => value.Shown)];
        _texts = new NameTable([.. values.Where(IsText).Select(TextOf).Distinct()]);
        _others = [.. values.Where(value => !IsText(value))];
    }

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        if (run.Tape.Tokens[at].ValueKind == JsonKind.String && _texts.Find(run.Tape.TextOf(at)) >= 0) return true;
        foreach (var value in _others)
        {
            if (run.IsEqual(at, value)) return true;
        }

        return false;
    }

    protected override string Describe(ref Evaluation run, int at)
    {
        var shown = string.Join(", ", _shown);
        var more = _count > ShownValues ? $" and {_count - ShownValues} more" : "";
        return _count == 1 ? $"is {TapeText.Show(run.Tape, at)} but must be {shown}" : $"is {TapeText.Show(run.Tape, at)} but must be one of {shown}{more}";
    }

    /// <summary>Texts with a lone surrogate have no UTF-16 form that keeps it, and are compared as values.</summary>
    private static bool IsText(StoredValue value) => value.Kind == JsonKind.String && System.Text.Unicode.Utf8.IsValid(value.Tape.TextOf(0));

    private static string TextOf(StoredValue value) => System.Text.Encoding.UTF8.GetString(value.Tape.TextOf(0));
}
