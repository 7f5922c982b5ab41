using System.Numerics;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary>
/// <c>properties</c>, <c>patternProperties</c>, <c>additionalProperties</c> and <c>required</c> in one pass over an object's members.
/// </summary>
internal sealed class Members : Applicator
{
    /// <summary>Names of which <c>required</c> can be seen to here: one bit each.</summary>
    public const int RequiredNamesMax = 64;

    private readonly NameTable _names;
    private readonly SchemaNode?[] _nodes;
    private readonly PatternMember[] _patterns;
    private readonly SchemaNode? _additional;
    private readonly ulong _required;
    private readonly bool _looksAtOthers;

    /// <summary>Takes the keywords.</summary>
    /// <param name="names">Declared and required names.</param>
    /// <param name="nodes">The schemas of the declared ones, by number; null for one that is only required.</param>
    /// <param name="required">Bits of the required ones.</param>
    /// <param name="patterns">The patterns.</param>
    /// <param name="additional">The schema of all others, if it was given.</param>
    public Members(NameTable names, SchemaNode?[] nodes, ulong required, PatternMember[] patterns, SchemaNode? additional)
        : base("properties", Objects)
    {
        _names = names;
        _nodes = nodes;
        _required = required;
        _patterns = patterns;
        _additional = additional;
        _looksAtOthers = patterns.Length > 0 || additional is not null;
    }

    public override bool Holds(ref Evaluation run, int at, int marks)
    {
        var tokens = run.Tape.Tokens;
        var end = tokens[at].Next;
        var seen = 0UL;
        var slot = -1;
        var child = 0;
        for (var member = at + 1; member < end; member = tokens[member + 1].Next, child++)
        {
            var found = _names.Find(run.Tape.TextOf(member), slot + 1);
            if (found >= 0)
            {
                slot = found;
                seen |= 1UL << found;
            }

            var node = found >= 0 ? _nodes[found] : null;
            if (node is not null && !run.Fits(node, member + 1)) return false;
            var isDone = node is null ? !_looksAtOthers : _patterns.Length == 0;
            if (isDone && marks == Evaluation.NoMarks) continue;
            if (!OthersHold(ref run, member, node is not null, marks, child)) return false;
        }

        return (_required & ~seen) == 0;
    }

    private bool OthersHold(ref Evaluation run, int member, bool isDeclared, int marks, int child)
    {
        var isKnown = isDeclared;
        foreach (var pattern in _patterns)
        {
            if (!run.Matches(pattern.Pattern, run.Tape.TextOf(member))) continue;
            isKnown = true;
            if (!run.Fits(pattern.Node, member + 1)) return false;
        }

        if (run.IsOverLimit) return false;
        if (!isKnown && _additional is not null)
        {
            isKnown = true;
            if (!run.Fits(_additional, member + 1)) return false;
        }

        if (isKnown && marks != Evaluation.NoMarks) run.Mark(marks, child);
        return true;
    }

    public override void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        var tokens = run.Tape.Tokens;
        var seen = 0UL;
        var child = 0;
        for (var member = at + 1; member < tokens[at].Next && !findings.IsFull && !run.IsOverLimit; member = tokens[member + 1].Next, child++)
        {
            var found = _names.Find(run.Tape.TextOf(member));
            if (found >= 0) seen |= 1UL << found;
            var node = found >= 0 ? _nodes[found] : null;
            if (node is not null) findings.Descend(ref run, member + 1, Name, _names.NameOf(found), node);
            ExplainOthers(ref run, member, node is not null, marks, child, findings);
        }

        for (var missing = _required & ~seen; missing != 0; missing &= missing - 1)
        {
            findings.Add(ref run, at, "required", $"lacks the property \"{TapeText.Cut(_names.NameOf(BitOperations.TrailingZeroCount(missing)))}\"");
        }
    }

    private void ExplainOthers(ref Evaluation run, int member, bool isDeclared, int marks, int child, Findings findings)
    {
        var isKnown = isDeclared;
        foreach (var pattern in _patterns)
        {
            if (!run.Matches(pattern.Pattern, run.Tape.TextOf(member))) continue;
            isKnown = true;
            findings.Descend(ref run, member + 1, "patternProperties", pattern.Text, pattern.Node);
        }

        if (!isKnown && _additional is { IsNever: true })
        {
            findings.Add(ref run, member + 1, "additionalProperties", $"is the property {TapeText.Show(run.Tape, member)}, which is not allowed here");
        }
        else if (!isKnown && _additional is not null)
        {
            findings.Descend(ref run, member + 1, "additionalProperties", _additional);
        }

        if (marks != Evaluation.NoMarks && (isKnown || _additional is not null)) run.Mark(marks, child);
    }
}
