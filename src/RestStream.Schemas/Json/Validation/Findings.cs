using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

/// <summary>Reasons why a record does not fit, as they are found on the way through the schema.</summary>
internal sealed class Findings(int max)
{
    /// <summary>Tokens before a value that count as a step: its pointer is found by going past them.</summary>
    private const int TokensPerStepShift = 6;

    private readonly List<ValidationError> _errors = [];
    private string _path = "";

    public IReadOnlyList<ValidationError> Errors => _errors;

    public int Count => _errors.Count;

    public bool IsFull => _errors.Count >= max;

    /// <summary>Notes a reason.</summary>
    /// <param name="run">The record.</param>
    /// <param name="at">The value.</param>
    /// <param name="keyword">The steps from this subschema to the keyword; null for the subschema itself.</param>
    /// <param name="message">What is wrong, after words that name the value.</param>
    public void Add(ref Evaluation run, int at, string? keyword, string message)
    {
        if (IsFull || !run.Spend(1 + (at >> TokensPerStepShift))) return;
        var place = TapeText.PointerTo(run.Tape, at);
        _errors.Add(new ValidationError(place, keyword is null ? _path : $"{_path}/{keyword}", message));
    }

    /// <summary>Notes why a value does not fit a subschema.</summary>
    /// <param name="run">The record.</param>
    /// <param name="at">The value.</param>
    /// <param name="steps">The steps from here to the subschema, escaped.</param>
    /// <param name="node">The subschema.</param>
    /// <param name="marks">Where evaluated children are marked.</param>
    public void Descend(ref Evaluation run, int at, string steps, SchemaNode node, int marks = Evaluation.NoMarks)
    {
        var path = _path;
        _path = $"{path}/{steps}";
        node.Explain(ref run, at, marks, this);
        _path = path;
    }

    /// <summary>Notes why none of the alternatives fits: the reasons of the one that comes nearest.</summary>
    public void DescendNearest(ref Evaluation run, int at, string keyword, SchemaNode[] branches)
    {
        Findings? nearest = null;
        for (var index = 0; index < branches.Length && !IsFull; index++)
        {
            var tried = new Findings(max) { _path = _path };
            tried.Descend(ref run, at, $"{keyword}/{index}", branches[index]);
            if (nearest is null || tried.Distance(at, ref run) < nearest.Distance(at, ref run)) nearest = tried;
        }

        foreach (var error in nearest?.Errors ?? [])
        {
            if (!IsFull) _errors.Add(error);
        }
    }

    /// <summary>How far a branch is from fitting: a value of another type or another constant is farthest, else the number of reasons.</summary>
    private int Distance(int at, ref Evaluation run)
    {
        var place = TapeText.PointerTo(run.Tape, at);
        var distance = _errors.Count;
        foreach (var error in _errors)
        {
            var keyword = error.KeywordLocation[(error.KeywordLocation.LastIndexOf('/') + 1)..];
            if (keyword == "type" && error.InstanceLocation == place) distance += 10_000;
            if (keyword is "const" or "enum") distance += 100;
        }

        return distance;
    }
}
