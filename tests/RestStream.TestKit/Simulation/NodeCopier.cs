namespace RestStream.TestKit.Simulation;

/// <summary>Copies a tree, each node once however many names it has, and gathers the copies that are dirty.</summary>
internal sealed class NodeCopier(PowerCut? cut)
{
    private readonly Dictionary<SimulatedNode, SimulatedNode> _copies = [];

    public HashSet<SimulatedNode> Dirty { get; } = [];

    public long AllocatedBytes { get; private set; }

    public T Copy<T>(T node) where T : SimulatedNode
    {
        if (_copies.TryGetValue(node, out SimulatedNode? copy))
            return (T)copy;
        copy = cut is null ? node.CopyWith(this) : node.CutWith(this, cut);
        _copies.Add(node, copy);
        if (copy.IsDirty)
            Dirty.Add(copy);
        if (copy is SimulatedFile file)
            AllocatedBytes += file.AllocatedBytes;
        return (T)copy;
    }
}
