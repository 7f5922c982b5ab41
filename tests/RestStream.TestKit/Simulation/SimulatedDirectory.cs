namespace RestStream.TestKit.Simulation;

/// <summary>A directory: the names that processes see, those on disk, and the changes between the two, in order.</summary>
internal sealed class SimulatedDirectory : SimulatedNode
{
    private Dictionary<string, SimulatedNode> _seen = [];
    private Dictionary<string, SimulatedNode> _durable = [];
    private List<NameChange> _unsynced = [];

    public IReadOnlyDictionary<string, SimulatedNode> Names => _seen;

    public override bool IsDirty => _unsynced.Count > 0;

    public SimulatedNode? Find(ReadOnlySpan<char> name) => _seen.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out SimulatedNode? node) ? node : null;

    public void Change(NameChange change)
    {
        change.ApplyTo(_seen);
        _unsynced.Add(change);
    }

    public override void Sync()
    {
        foreach (NameChange change in _unsynced)
            change.ApplyTo(_durable);
        _unsynced.Clear();
    }

    public override void LoseDirty() => _unsynced.Clear();

    public override SimulatedNode CopyWith(NodeCopier copier) => new SimulatedDirectory
    {
        _seen = Copy(_seen, copier),
        _durable = Copy(_durable, copier),
        _unsynced = [.. _unsynced.Select(c => c with { Node = c.Node is null ? null : copier.Copy(c.Node) })],
    };

    public override SimulatedNode CutWith(NodeCopier copier, PowerCut cut)
    {
        var left = new Dictionary<string, SimulatedNode>(_durable);
        foreach (NameChange change in cut.Surviving(_unsynced))
            change.ApplyTo(left);
        left = Copy(left, copier);
        return new SimulatedDirectory { _seen = left, _durable = new(left) };
    }

    private static Dictionary<string, SimulatedNode> Copy(Dictionary<string, SimulatedNode> names, NodeCopier copier)
    {
        var copy = new Dictionary<string, SimulatedNode>(names.Count);
        foreach ((string name, SimulatedNode node) in names)
            copy.Add(name, copier.Copy(node));
        return copy;
    }
}
