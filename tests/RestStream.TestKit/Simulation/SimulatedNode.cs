namespace RestStream.TestKit.Simulation;

/// <summary>A file or a directory on the simulated disk, apart from its names. Guarded by the file system's lock.</summary>
internal abstract class SimulatedNode
{
    public abstract bool IsDirty { get; }

    /// <summary>Makes all that was done durable, except what an earlier failed sync lost.</summary>
    public abstract void Sync();

    /// <summary>What a failed sync does: it stays visible, counts as clean, and is never written.</summary>
    public abstract void LoseDirty();

    /// <summary>A copy as it is, for the next process of the same running machine.</summary>
    public abstract SimulatedNode CopyWith(NodeCopier copier);

    /// <summary>A copy of what a power cut leaves.</summary>
    public abstract SimulatedNode CutWith(NodeCopier copier, PowerCut cut);
}
