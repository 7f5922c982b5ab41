namespace RestStream.Schemas.Json.Compatibility;

/// <summary>
/// What comparing a pair of schemas found. The verdict counts every difference; the list is cut, because a schema whose parts are
/// referred to over and over has more paths than memory.
/// </summary>
internal sealed class Comparison(CompatibilityPolicy policy)
{
    /// <summary>How many differences of each verdict are listed.</summary>
    public const int MaxListed = 500;

    /// <summary>How many characters the places of those that are listed have; one of each verdict is listed however long its is.</summary>
    private const int MaxListedCharacters = 1 << 20;

    // Made when there is something to list: most pairs that are tried have none.
    private List<Difference>? _differences;
    private int _incompatible;
    private int _characters;

    public IReadOnlyList<Difference> Differences => _differences ?? (IReadOnlyList<Difference>)[];

    public bool IsCompatible { get; private set; } = true;

    /// <summary>Whether an incompatible difference is listed.</summary>
    public bool HasReason => _incompatible > 0;

    public void Add(DifferenceType type, string path, object? old = null, object? @new = null) => Add(new Difference(type, path, old, @new));

    /// <summary>Takes over what was found for a pair that stands at a path.</summary>
    public void AddAll(string path, Comparison found)
    {
        IsCompatible &= found.IsCompatible;
        foreach (var difference in found.Differences) Add(difference with { Path = Join(path, difference.Path) });
    }

    /// <summary>Marks the pair as one that is known to be incompatible, without repeating why.</summary>
    public void Refute() => IsCompatible = false;

    public static string Join(string path, string below)
    {
        if (path.Length == 0) return below;
        return below.Length == 0 ? path : $"{path}/{below}";
    }

    private void Add(Difference difference)
    {
        var compatible = DifferenceTypes.IsCompatible(difference.Type, policy);
        IsCompatible &= compatible;
        _differences ??= [];
        var listed = compatible ? _differences.Count - _incompatible : _incompatible;
        if (listed >= MaxListed || (listed > 0 && _characters + difference.Path.Length > MaxListedCharacters)) return;
        _characters += difference.Path.Length;
        if (!compatible) _incompatible++;
        _differences.Add(difference);
    }
}
