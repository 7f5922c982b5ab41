namespace RestStream.TestKit.Simulation;

public sealed partial class SimulatedFileSystem
{
    /// <summary>
    /// The disk after a power cut now: what was synced, and of the rest what the seed says: each write whole, lost, or torn at sectors of 512 bytes; each name
    /// there or not, alone or by the order of the changes. This file system stays as it is, so that one moment can be cut in many ways.
    /// </summary>
    public SimulatedFileSystem Crash(int seed) => Copy(new PowerCut(seed), seed);

    /// <summary>The disk after kill -9 now: all that was written is there, and what was not synced still is not.</summary>
    public SimulatedFileSystem Kill(int seed = 0) => Copy(null, seed);

    private SimulatedFileSystem Copy(PowerCut? cut, int seed)
    {
        lock (_lock)
        {
            var copier = new NodeCopier(cut);
            var copy = new SimulatedFileSystem(copier.Copy(_root), copier.Dirty, seed)
            {
                CapacityBytes = CapacityBytes, UsedBytes = copier.AllocatedBytes, CanSyncVolume = CanSyncVolume,
            };
            copy._ignored.AddRange(_ignored);
            return copy;
        }
    }
}
