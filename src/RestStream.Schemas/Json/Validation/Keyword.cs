using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

/// <summary>A keyword of a subschema, compiled. Immutable, thread-safe.</summary>
/// <param name="name">As the schema writes it.</param>
/// <param name="kinds">Bits of the kinds of values that it looks at.</param>
internal abstract class Keyword(string name, int kinds)
{
    public const int Objects = 1 << (int)JsonKind.Object;
    public const int Arrays = 1 << (int)JsonKind.Array;
    public const int Strings = (1 << (int)JsonKind.String) | (1 << (int)JsonKind.Name);
    public const int Numbers = 1 << (int)JsonKind.Number;

    public string Name { get; } = name;

    public int Kinds { get; } = kinds;

    /// <summary>The subschemas that it applies to the same value.</summary>
    public virtual IEnumerable<SchemaNode> InPlace => [];

    /// <summary>Whether it asks which children the keywords before it evaluated.</summary>
    public virtual bool ReadsMarks => false;

    /// <summary>Whether it looks at more than the value alone.</summary>
    public virtual bool AppliesSubschemas => false;

    /// <summary>Cheap ones first, those that read marks last.</summary>
    public virtual int Rank => 0;

    /// <summary>Whether the value fits.</summary>
    /// <param name="run">The record.</param>
    /// <param name="at">The value.</param>
    /// <param name="marks">Where to mark the children that it evaluates, or <see cref="Evaluation.NoMarks"/>.</param>
    public abstract bool Holds(ref Evaluation run, int at, int marks);

    /// <summary>Writes down why a value does not fit; nothing when it does. Marks as <see cref="Holds"/> does.</summary>
    public virtual void Explain(ref Evaluation run, int at, int marks, Findings findings)
    {
        if (!Holds(ref run, at, marks)) findings.Add(ref run, at, Name, Describe(ref run, at));
    }

    /// <summary>Why the value does not fit, after words that name it.</summary>
    protected abstract string Describe(ref Evaluation run, int at);
}
