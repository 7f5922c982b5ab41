using RestStream.Schemas.Json.Validation.Tape;

namespace RestStream.Schemas.Json.Validation.Keywords;

/// <summary><c>uniqueItems</c>: few items are compared with each other, many by their hashes first.</summary>
internal sealed class UniqueItems() : Keyword("uniqueItems", Arrays)
{
    private const int FewItems = 8;

    public override int Rank => 2;

    public override bool Holds(ref Evaluation run, int at, int marks) => FindTwin(ref run, at) is (< 0, _);

    protected override string Describe(ref Evaluation run, int at)
    {
        var (first, second) = FindTwin(ref run, at);
        return $"must hold no item twice, but {TapeText.PointerTo(run.Tape, first)} equals {TapeText.PointerTo(run.Tape, second)}";
    }

    private static (int First, int Second) FindTwin(ref Evaluation run, int at)
    {
        var count = run.Tape.Tokens[at].Count;
        if (count < 2) return (-1, -1);
        var items = run.Memory.TakeItems(count);
        var item = at + 1;
        for (var index = 0; index < count; index++, item = run.Tape.Tokens[item].Next)
        {
            items[index] = (count > FewItems ? TapeHash.Of(run.Tape, item) : 0, item);
        }

        if (count > FewItems) items.Sort();
        return run.Spend(count) ? FindTwin(ref run, items) : (at, at);
    }

    private static (int First, int Second) FindTwin(ref Evaluation run, ReadOnlySpan<(int Hash, int At)> items)
    {
        for (var index = 0; index < items.Length; index++)
        {
            for (var other = index + 1; other < items.Length && items[other].Hash == items[index].Hash; other++)
            {
                if (run.AreEqual(items[index].At, items[other].At)) return (items[index].At, items[other].At);
            }
        }

        return (-1, -1);
    }
}
