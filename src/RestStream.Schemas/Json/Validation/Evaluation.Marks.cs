namespace RestStream.Schemas.Json.Validation;

/// <summary>Which members or items of a value were evaluated, for <c>unevaluatedProperties</c> and <c>unevaluatedItems</c>: a bit for each child, in order.</summary>
internal ref partial struct Evaluation
{
    /// <summary>Takes clear marks for the children of a value.</summary>
    public readonly int TakeMarks(int at) => Memory.TakeMarks(WordsFor(at));

    /// <summary>Gives back marks, and adds them to others unless that is <see cref="NoMarks"/>.</summary>
    public readonly void GiveMarks(int at, int marks, int to)
    {
        if (to != NoMarks)
        {
            for (var word = 0; word < WordsFor(at); word++) Memory.Marks[to + word] |= Memory.Marks[marks + word];
        }

        Memory.ReleaseMarks(marks);
    }

    public readonly void Mark(int marks, int child) => Memory.Marks[marks + (child >> 6)] |= 1UL << child;

    public readonly bool IsMarked(int marks, int child) => (Memory.Marks[marks + (child >> 6)] & (1UL << child)) != 0;

    /// <summary>Marks all children of a value.</summary>
    public readonly void MarkAll(int marks, int at) => Memory.Marks.AsSpan(marks, WordsFor(at)).Fill(ulong.MaxValue);

    /// <summary>Whether a branch fits, whose marks count only if it does.</summary>
    public bool BranchFits(SchemaNode branch, int at, int marks)
    {
        if (marks == NoMarks) return Fits(branch, at);
        var own = TakeMarks(at);
        var fits = Fits(branch, at, own);
        GiveMarks(at, own, fits ? marks : NoMarks);
        return fits;
    }

    private readonly int WordsFor(int at) => (Tape.Tokens[at].Count + 63) >> 6;
}
