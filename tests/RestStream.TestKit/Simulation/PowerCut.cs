namespace RestStream.TestKit.Simulation;

/// <summary>
/// Decides what of the unsynced changes a power cut leaves. Each cut has a temper of its own (how much survives, how much is torn), so that "nothing",
/// "everything" and every mixture come up often.
/// </summary>
internal sealed class PowerCut
{
    private const int SectorBytes = 512;
    private static readonly double[] Survivals = [0, 0.2, 0.5, 0.8, 1], Tearings = [0, 0.2, 0.7];

    private readonly Random _random;
    private readonly double _survival;
    private readonly double _tearing;
    private readonly bool _keepsNameOrder;

    public PowerCut(int seed)
    {
        _random = new Random(seed);
        _survival = Survivals[_random.Next(Survivals.Length)];
        _tearing = Tearings[_random.Next(Tearings.Length)];
        _keepsNameOrder = _random.Next(2) == 0;
    }

    /// <summary>The change survives, is lost, is torn, or leaves only its length behind, with zeros.</summary>
    public void Apply(DataChange change, FileContent content)
    {
        if (change.Bytes is { Length: > 0 } bytes && Happens(_tearing))
            Tear(change, bytes, content);
        else if (Happens(_survival))
            change.ApplyTo(content);
        else if (change.Bytes is not null && Happens(0.25))
            Extend(content, change.End);
    }

    /// <summary>A beginning of the changes; or any of them, a later one of a name never without the earlier ones of it.</summary>
    public IEnumerable<NameChange> Surviving(IReadOnlyList<NameChange> changes) =>
        _keepsNameOrder ? changes.Take(PrefixOf(changes.Count)) : Independent(changes);

    private int PrefixOf(int count) => _survival switch
    {
        0 => 0,
        1 => count,
        _ => _random.Next(count + 1),
    };

    private List<NameChange> Independent(IReadOnlyList<NameChange> changes)
    {
        var lostNames = new HashSet<string>();
        var surviving = new List<NameChange>();
        foreach (NameChange change in changes)
        {
            bool dependsOnLost = Names(change).Any(lostNames.Contains);
            if (!dependsOnLost && Happens(_survival))
                surviving.Add(change);
            else
                lostNames.UnionWith(Names(change));
        }
        return surviving;
    }

    private static IEnumerable<string> Names(NameChange change) => new[] { change.Removed, change.Added }.OfType<string>();

    private void Tear(DataChange change, byte[] bytes, FileContent content)
    {
        double share = _random.NextDouble();
        for (int at = change.Position; at < change.End;)
        {
            int next = Math.Min(change.End, (at / SectorBytes + 1) * SectorBytes);
            if (Happens(share))
                content.Write(bytes.AsSpan(at - change.Position, next - at), at);
            at = next;
        }
        if (Happens(0.5))
            Extend(content, change.End);
    }

    private static void Extend(FileContent content, int end)
    {
        if (end > content.Length)
            content.SetLength(end);
    }

    private bool Happens(double probability) => _random.NextDouble() < probability;
}
