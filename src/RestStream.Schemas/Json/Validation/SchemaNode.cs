using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

/// <summary>A subschema, compiled: which types it admits, and its keywords for each. Immutable once completed, thread-safe.</summary>
internal sealed class SchemaNode
{
    /// <summary>Bits of all kinds of values.</summary>
    public const int AllTypes = (1 << Kinds) - 1;

    private const int Kinds = (int)JsonKind.Name + 1;

    private readonly Keyword[][] _byKind = new Keyword[Kinds][];
    private int _types = AllTypes;
    private Keyword[] _keywords = [];
    private int _marking;
    private int _valueOnly;

    public SchemaNode(int resource)
    {
        Resource = resource;
        Meant = this;
    }

    /// <summary>The number of the resource that it is part of.</summary>
    public int Resource { get; }

    /// <summary>Itself, or what it stands for when it is nothing but a reference.</summary>
    public SchemaNode Meant { get; private set; }

    /// <summary>The reference that is all it says, where checks pass over such.</summary>
    public Keywords.Reference? OnlyReference { get; private set; }

    /// <summary>Whether integers are admitted though not all numbers are.</summary>
    public bool AdmitsIntegers { get; private set; }

    /// <summary>Whether 1.0 is an integer: in all drafts but 4.</summary>
    public bool IntegersMayHavePoints { get; private set; }

    /// <summary>The types as a person reads them; null when all are admitted.</summary>
    public string? TypesShown { get; private set; }

    /// <summary>Whether it is <c>false</c>, which nothing fits.</summary>
    public bool IsNever => _types == 0 && !AdmitsIntegers;

    /// <summary>The subschemas that are applied to the same value.</summary>
    public IEnumerable<SchemaNode> InPlace => _keywords.SelectMany(keyword => keyword.InPlace);

    public bool Admits(JsonKind kind) => (_types & (1 << (int)kind)) != 0;

    public Keyword[] KeywordsFor(JsonKind kind) => _byKind[(int)kind];

    /// <summary>Whether it asks which children of such a value were evaluated.</summary>
    public bool CollectsMarks(JsonKind kind) => (_marking & (1 << (int)kind)) != 0;

    /// <summary>Whether for such a value none of its keywords applies a subschema: then nothing of the way to it needs to be kept.</summary>
    public bool LooksAtValueOnly(JsonKind kind) => (_valueOnly & (1 << (int)kind)) != 0;

    /// <summary>Says what it admits.</summary>
    public void Admit(int types, bool integers, bool integersMayHavePoints, string? shown)
    {
        _types = types;
        AdmitsIntegers = integers;
        IntegersMayHavePoints = integersMayHavePoints;
        TypesShown = shown;
    }

    /// <summary>Gives it its keywords, in the order in which they are looked at; those that read marks last.</summary>
    public void Complete(IReadOnlyList<Keyword> keywords)
    {
        _keywords = [.. keywords.OrderBy(keyword => keyword.Rank)];
        for (var kind = 0; kind < Kinds; kind++)
        {
            var bit = 1 << kind;
            _byKind[kind] = [.. _keywords.Where(keyword => (keyword.Kinds & bit) != 0)];
            if (_byKind[kind].Any(keyword => keyword.ReadsMarks)) _marking |= bit;
            if (!_byKind[kind].Any(keyword => keyword.AppliesSubschemas)) _valueOnly |= bit;
        }
    }

    /// <summary>Lets checks pass over references, where nobody asks for the resources on the way. There must be no ring of them.</summary>
    public void PassOverReferences()
    {
        OnlyReference = _types == AllTypes && _keywords is [Keywords.Reference only] ? only : null;
        while (Meant is { _types: AllTypes, _keywords: [Keywords.Reference reference] }) Meant = reference.Target;
    }

    /// <summary>Writes down why a value does not fit; nothing when it does.</summary>
    public void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        if (findings.IsFull || !run.Enter(this, at)) return;
        var kind = run.Tape.Tokens[at].Kind;
        if (!run.IsTypeRight(this, at)) ExplainType(ref run, at, findings);
        var own = CollectsMarks(kind) ? run.TakeMarks(at) : marks;
        var before = findings.Count;
        foreach (var keyword in _byKind[(int)kind])
        {
            // What was left unevaluated is known only where all else holds.
            if (keyword.ReadsMarks && findings.Count > before) break;
            keyword.Explain(ref run, at, own, findings);
        }

        if (own != marks) run.GiveMarks(at, own, marks);
        run.Leave();
    }

    private void ExplainType(ref Evaluation run, int at, Findings findings)
    {
        if (IsNever) findings.Add(ref run, at, null, "is not allowed here");
        else findings.Add(ref run, at, "type", $"is {KindNames.Of(run.Tape, at)} but must be {TypesShown}");
    }
}
