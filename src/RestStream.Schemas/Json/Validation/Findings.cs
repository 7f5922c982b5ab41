using System.Globalization;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

/// <summary>Reasons why a record does not fit, as they are found on the way through the schema.</summary>
internal sealed class Findings
{
    /// <summary>Tokens before a value, or characters of the way to it, that count as a step: they are gone past to write down where it is.</summary>
    private const int PerStepShift = 6;

    /// <summary>Reasons by which alternatives are compared, however few are asked for.</summary>
    private const int ComparedReasons = 16;

    private readonly int _max;
    private readonly KeywordPath _path;
    private readonly List<ValidationError> _errors = [];
    private readonly List<(int At, string? Keyword)> _broken = [];

    public Findings(int max)
        : this(max, new KeywordPath())
    {
    }

    private Findings(int max, KeywordPath path) => (_max, _path) = (max, path);

    public IReadOnlyList<ValidationError> Errors => _errors;

    public int Count => _errors.Count;

    public bool IsFull => _errors.Count >= _max;

    /// <summary>Notes a reason.</summary>
    /// <param name="run">The record.</param>
    /// <param name="at">The value.</param>
    /// <param name="keyword">The keyword; null for the subschema itself.</param>
    /// <param name="message">What is wrong, after words that name the value.</param>
    public void Add(ref Evaluation run, int at, string? keyword, string message)
    {
        if (IsFull || !run.Spend(1 + (at >> PerStepShift) + (_path.Length >> PerStepShift))) return;
        _errors.Add(new ValidationError(TapeText.PointerTo(run.Tape, at), _path.To(keyword), message));
        _broken.Add((at, keyword));
    }

    /// <summary>Notes why a value does not fit a schema, from where the way is now.</summary>
    public void Explain(ref Evaluation run, int at, SchemaNode node, int marks = Evaluation.NoMarks)
    {
        var count = _path.Count;
        // As checks do: a reference that stands alone costs no depth.
        for (; node.OnlyReference is { } reference; node = reference.Target) _path.Push(reference.Name, null);
        node.Explain(ref run, at, marks, this);
        _path.PopTo(count);
    }

    /// <summary>Notes why a value does not fit the subschema of a keyword.</summary>
    public void Descend(ref Evaluation run, int at, string keyword, SchemaNode node, int marks = Evaluation.NoMarks) => Descend(ref run, at, keyword, null, node, marks);

    /// <summary>Notes why a value does not fit one of the subschemas of a keyword.</summary>
    /// <param name="run">The record.</param>
    /// <param name="at">The value.</param>
    /// <param name="keyword">The keyword.</param>
    /// <param name="name">The subschema's name or number there, not escaped.</param>
    /// <param name="node">The subschema.</param>
    /// <param name="marks">Where evaluated children are marked.</param>
    public void Descend(ref Evaluation run, int at, string keyword, string? name, SchemaNode node, int marks = Evaluation.NoMarks)
    {
        var count = _path.Count;
        _path.Push(keyword, name);
        Explain(ref run, at, node, marks);
        _path.PopTo(count);
    }

    /// <summary>As the other, for a subschema with a number.</summary>
    public void Descend(ref Evaluation run, int at, string keyword, int index, SchemaNode node, int marks = Evaluation.NoMarks)
    {
        if (!IsFull) Descend(ref run, at, keyword, index.ToString(CultureInfo.InvariantCulture), node, marks);
    }

    /// <summary>Notes that none of the alternatives fits, and behind it, when there is room, the reasons of the one that comes nearest.</summary>
    public void AddNoneFits(ref Evaluation run, int at, string keyword, SchemaNode[] branches)
    {
        var reasons = _errors.Count + 1 < _max ? "; the reasons that follow are those of the nearest" : "";
        Add(ref run, at, keyword, $"fits none of {branches.Length} alternatives{reasons}");
        Findings? nearest = null;
        for (var index = 0; index < branches.Length && !IsFull && !run.IsOverLimit; index++)
        {
            var tried = new Findings(Math.Max(_max, ComparedReasons), _path);
            tried.Descend(ref run, at, keyword, index, branches[index]);
            if (nearest is null || tried.Distance(at) < nearest.Distance(at)) nearest = tried;
        }

        if (nearest is not null) Take(nearest);
    }

    private void Take(Findings nearest)
    {
        for (var index = 0; index < nearest.Count && !IsFull; index++)
        {
            _errors.Add(nearest._errors[index]);
            _broken.Add(nearest._broken[index]);
        }
    }

    /// <summary>How far a branch is from fitting: a value of another type or another constant is farthest, else the number of reasons.</summary>
    private int Distance(int at)
    {
        var distance = _errors.Count;
        foreach (var (place, keyword) in _broken)
        {
            if (keyword == "type" && place == at) distance += 10_000;
            if (keyword is "const" or "enum") distance += 100;
        }

        return distance;
    }
}
