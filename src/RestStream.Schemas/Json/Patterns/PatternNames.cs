namespace RestStream.Schemas.Json.Patterns;

/// <summary>
/// The names of a pattern's groups, and the references that are resolved when all groups are known. Two groups share a name only
/// where they stand in different branches of one choice, so that never both take part.
/// </summary>
internal sealed class PatternNames
{
    private readonly Dictionary<string, List<(int Number, (int Choice, int Branch)[] Path)>> _groups = [];
    private readonly List<(string Name, int At, List<int> Numbers)> _named = [];
    private readonly List<(int Number, int At)> _numbered = [];
    private readonly List<(int Choice, int Branch)> _path = [];
    private int _choices;

    public void EnterChoice() => _path.Add((_choices++, 0));

    public void NextBranch() => _path[^1] = (_path[^1].Choice, _path[^1].Branch + 1);

    public void LeaveChoice() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Takes a name for a group.</summary>
    /// <returns>False when a group that can take part together with this one has it.</returns>
    public bool TryAdd(string name, int number)
    {
        if (!_groups.TryGetValue(name, out var groups)) _groups[name] = groups = [];
        if (!groups.TrueForAll(group => Excludes(group.Path))) return false;
        groups.Add((number, [.. _path]));
        return true;
    }

    public void Refer(string name, int at, List<int> numbers) => _named.Add((name, at, numbers));

    public void Refer(int number, int at) => _numbered.Add((number, at));

    /// <summary>Tells each reference its groups.</summary>
    /// <exception cref="SchemaException">There is no such group.</exception>
    public void Resolve(PatternReader reader)
    {
        foreach (var (number, at) in _numbered) reader.CheckReference(number, at);
        foreach (var (name, at, numbers) in _named)
        {
            if (!_groups.TryGetValue(name, out var groups)) throw PatternReader.Wrong(at, $"there is no group named {name}");
            numbers.AddRange(groups.Select(static group => group.Number));
        }
    }

    private bool Excludes((int Choice, int Branch)[] path) =>
        path.Zip(_path).Any(static pair => pair.First.Choice == pair.Second.Choice && pair.First.Branch != pair.Second.Branch);
}
