using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation;

/// <summary>What an evaluation needs beside the record, used again by the same thread.</summary>
internal sealed class EvaluationMemory
{
    private const int KeptWords = 1 << 12;
    private const int KeptItems = 1 << 12;

    [ThreadStatic]
    private static EvaluationMemory? t_own;

    private bool _isInUse;

    public TokenBuffer Buffer { get; } = new();

    /// <summary>Bits of evaluated children, one region after the other.</summary>
    public ulong[] Marks { get; private set; } = new ulong[16];

    public int MarksUsed { get; private set; }

    /// <summary>The numbers of the schema resources that were entered, outermost first.</summary>
    public List<int> Scope { get; } = [];

    /// <summary>Hashes and places of an array's items.</summary>
    public (int Hash, int At)[] Items { get; private set; } = [];

    /// <summary>The thread's own, or a new one while that is in use.</summary>
    public static EvaluationMemory Rent()
    {
        var memory = t_own ??= new EvaluationMemory();
        if (memory._isInUse) return new EvaluationMemory();
        memory._isInUse = true;
        return memory;
    }

    /// <summary>Gives it back; what one large record needed is not kept.</summary>
    public void Return()
    {
        MarksUsed = 0;
        if (Scope.Count > 0) Scope.Clear();
        if (Marks.Length > KeptWords) Marks = new ulong[16];
        if (Items.Length > KeptItems) Items = [];
        Buffer.Trim();
        _isInUse = false;
    }

    /// <summary>Takes so many words of marks, all clear.</summary>
    /// <returns>Where they begin.</returns>
    public int TakeMarks(int words)
    {
        var start = MarksUsed;
        MarksUsed += words;
        if (MarksUsed > Marks.Length)
        {
            var grown = new ulong[Math.Max(MarksUsed, Marks.Length * 2)];
            Marks.AsSpan(0, start).CopyTo(grown);
            Marks = grown;
        }

        Marks.AsSpan(start, words).Clear();
        return start;
    }

    /// <summary>Gives back the marks that begin there, and all taken after.</summary>
    public void ReleaseMarks(int start) => MarksUsed = start;

    public Span<(int Hash, int At)> TakeItems(int count)
    {
        if (Items.Length < count) Items = new (int, int)[Math.Max(count, 64)];
        return Items.AsSpan(0, count);
    }
}
