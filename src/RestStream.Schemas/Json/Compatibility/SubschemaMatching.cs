namespace RestStream.Schemas.Json.Compatibility;

/// <summary>
/// Gives every subschema of the smaller side one of its own on the other side that it is compatible with, when there is such a choice:
/// a maximum matching by augmenting paths. Of compatible pairs those with fewest differences are looked at first.
/// </summary>
internal sealed class SubschemaMatching
{
    private readonly List<(int New, Comparison Found)>[] _compatible;
    private readonly int?[] _oldOfNew;
    private readonly int[] _visitedFor;
    private readonly int _newCount;
    private readonly Action _spend;
    private int _matched;

    /// <param name="oldCount">Subschemas of the old schema.</param>
    /// <param name="newCount">Subschemas of the new schema.</param>
    /// <param name="spend">Called for each step; throws when there have been too many.</param>
    public SubschemaMatching(int oldCount, int newCount, Action spend)
    {
        _compatible = new List<(int, Comparison)>[oldCount];
        for (var i = 0; i < oldCount; i++) _compatible[i] = [];
        (_newCount, _oldOfNew, _visitedFor, _spend) = (newCount, new int?[newCount], new int[newCount], spend);
    }

    /// <summary>After <see cref="Matched"/>: whether no subschema of the smaller side was left over.</summary>
    public bool IsComplete => _matched == Math.Min(_compatible.Length, _newCount);

    public void Offer(int old, int @new, Comparison found)
    {
        if (found.IsCompatible) _compatible[old].Add((@new, found));
    }

    /// <summary>What was found for the pairs chosen.</summary>
    public IEnumerable<Comparison> Matched()
    {
        for (var old = 0; old < _compatible.Length; old++) SortByLikeness(old);
        foreach (var old in Enumerable.Range(0, _compatible.Length).OrderBy(Differences))
        {
            if (Augment(old, round: old + 1)) _matched++;
        }

        return _oldOfNew
            .Select((old, @new) => (Old: old, New: @new))
            .Where(pair => pair.Old is not null)
            .Select(pair => _compatible[pair.Old!.Value].Find(edge => edge.New == pair.New).Found);
    }

    // Among equals the one at the same place comes first, so that a schema is matched with itself.
    private void SortByLikeness(int old) => _compatible[old].Sort((a, b) =>
        (a.Found.Differences.Count, Math.Abs(a.New - old)).CompareTo((b.Found.Differences.Count, Math.Abs(b.New - old))));

    private int Differences(int old) => _compatible[old] is [var (_, found), ..] ? found.Differences.Count : 0;

    private bool Augment(int old, int round)
    {
        foreach (var (@new, _) in _compatible[old])
        {
            _spend();
            if (_oldOfNew[@new] is null) return Assign(old, @new);
        }

        foreach (var (@new, _) in _compatible[old])
        {
            _spend();
            if (_visitedFor[@new] == round) continue;
            _visitedFor[@new] = round;
            if (Augment(_oldOfNew[@new]!.Value, round)) return Assign(old, @new);
        }

        return false;
    }

    private bool Assign(int old, int @new)
    {
        _oldOfNew[@new] = old;
        return true;
    }
}
