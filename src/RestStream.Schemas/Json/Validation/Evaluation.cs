using System.Runtime.CompilerServices;
using RestStream.Schemas.Json.Numbers;
using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

/// <summary>One record on its way through one schema, with what it may still cost.</summary>
internal ref partial struct Evaluation
{
    /// <summary>In place of marks: nobody asks which children were evaluated.</summary>
    public const int NoMarks = -1;

    /// <summary>Branches of a choice that count as a step.</summary>
    public const int BranchesPerStep = 16;

    /// <summary>Steps between two looks at the clock.</summary>
    private const int StepsPerLook = 4_096;

    public readonly JsonTape Tape;
    public readonly EvaluationMemory Memory;
    private readonly JsonSchemaOptions _options;
    private readonly bool _tracksScope;
    private int _steps;
    private int _nextLook;
    private long _started;
    private int _depth;

    public Evaluation(in JsonTape tape, EvaluationMemory memory, JsonSchemaOptions options, bool tracksScope)
    {
        Tape = tape;
        Memory = memory;
        _options = options;
        _tracksScope = tracksScope;
        _steps = options.MaxSteps;
        _nextLook = Math.Max(0, _steps - StepsPerLook);
    }

    /// <summary>Whether a bound was reached; verdicts then mean nothing.</summary>
    public readonly bool IsOverLimit => Reached != ValidationLimit.None;

    /// <summary>The bound that was reached.</summary>
    public ValidationLimit Reached { get; private set; }

    /// <summary>Whether the value at <paramref name="at"/> fits the schema.</summary>
    /// <param name="node">The schema.</param>
    /// <param name="at">The value.</param>
    /// <param name="marks">Where to mark the children that keywords evaluate, or <see cref="NoMarks"/>. When the answer is no, the marks mean nothing.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Fits(SchemaNode node, int at, int marks = NoMarks)
    {
        node = node.Meant;
        ref readonly var token = ref Tape.Tokens[at];
        if (!node.Admits(token.Kind) && !IsAdmittedInteger(node, at)) return false;
        var keywords = node.KeywordsFor(token.Kind);
        if (keywords.Length == 0) return true;
        return node.LooksAtValueOnly(token.Kind) ? Spend(1 + (token.Length >> BytesPerStepShift)) && HoldAll(keywords, at, marks) : Hold(node, keywords, at, marks);
    }

    /// <summary>Whether the schema's types admit the value.</summary>
    public bool IsTypeRight(SchemaNode node, int at) => node.Admits(Tape.Tokens[at].Kind) || IsAdmittedInteger(node, at);

    private bool IsAdmittedInteger(SchemaNode node, int at)
    {
        if (!node.AdmitsIntegers || Tape.Tokens[at].Kind != JsonKind.Number) return false;
        return Tape.Tokens[at].IsPlainInteger || (node.IntegersMayHavePoints && IsInteger(Tape.TextOf(at)));
    }

    private bool IsInteger(ReadOnlySpan<byte> number) => Spend(number.Length >> BytesPerStepShift) && JsonNumber.Parse(number).IsInteger;

    private bool Hold(SchemaNode node, Keyword[] keywords, int at, int marks)
    {
        if (!Enter(node, at)) return false;
        var own = node.CollectsMarks(Tape.Tokens[at].Kind) ? TakeMarks(at) : marks;
        var hold = HoldAll(keywords, at, own);
        if (own != marks) GiveMarks(at, own, hold ? marks : NoMarks);
        Leave();
        return hold;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HoldAll(Keyword[] keywords, int at, int marks)
    {
        foreach (var keyword in keywords)
        {
            if (!keyword.Holds(ref this, at, marks)) return false;
        }

        return true;
    }
}
