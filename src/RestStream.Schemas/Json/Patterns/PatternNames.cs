namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// The names of a pattern's groups, and the references that are resolved when all groups are known. Two groups share a name only
/// where they stand in different branches of one choice, so that never both take part.
/// </summary>
internal sealed class PatternNames
{
    /// <summary>Groups of one name: each reference to it is written with all of them.</summary>
    private const int MaxSharing = 100;

    private readonly Dictionary<string, List<int>> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PatternPlace> _last = new(StringComparer.Ordinal);
    private readonly List<(string Name, int At)> _named = [];
    private readonly List<(int Number, int At)> _numbered = [];
    private PatternPlace? _place;
    private int _choices;

    public void EnterChoice() => _place = new PatternPlace(_place, _choices++, 0);

    public void NextBranch() => _place = _place!.Next();

    public void LeaveChoice() => _place = _place!.Around;

    /// <summary>Takes a name for a group.</summary>
    /// <returns>False when a group that can take part together with this one has it.</returns>
    /// <exception cref="SchemaException">Too many groups have it.</exception>
    public bool TryAdd(string name, int number)
    {
        // Groups come in the order of the text: what excludes the last of a name excludes all before it.
        if (_last.TryGetValue(name, out var last) && !last.Excludes(_place!)) return false;
        _last[name] = _place!;
        var numbers = NumbersOf(name);
        if (numbers.Count == MaxSharing) throw new SchemaException($"More than {MaxSharing} groups of the pattern are named {name}.");
        numbers.Add(number);
        return true;
    }

    /// <summary>A reference to the groups of a name.</summary>
    /// <returns>Their numbers, complete when the pattern is read.</returns>
    public IReadOnlyList<int> Refer(string name, int at)
    {
        _named.Add((name, at));
        return NumbersOf(name);
    }

    public void Refer(int number, int at) => _numbered.Add((number, at));

    /// <summary>Sees that each reference has its groups.</summary>
    /// <exception cref="SchemaException">There is no such group.</exception>
    public void Resolve(PatternReader reader)
    {
        foreach (var (number, at) in _numbered) reader.CheckReference(number, at);
        foreach (var (name, at) in _named)
        {
            if (!_last.ContainsKey(name)) throw PatternReader.Wrong(at, $"there is no group named {name}");
        }
    }

    private List<int> NumbersOf(string name)
    {
        if (!_numbers.TryGetValue(name, out var numbers)) _numbers[name] = numbers = [];
        return numbers;
    }
}
