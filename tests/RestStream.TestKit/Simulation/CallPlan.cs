namespace RestStream.TestKit.Simulation;

/// <summary>What becomes of one call.</summary>
/// <param name="Performs">False when nothing is done.</param>
/// <param name="Failure">Thrown after it, or null.</param>
/// <param name="BytesWritten">With a failure only: how much a write writes before; null for all or nothing, as <paramref name="Performs"/> says.</param>
internal readonly record struct CallPlan(bool Performs, Exception? Failure = null, int? BytesWritten = null)
{
    /// <summary>True when the disk failed the call; a crash is no failure of the disk.</summary>
    public bool DiskFails => Failure is not null and not SimulatedCrashException;

    public int PartOf(int length) => Math.Min(length, BytesWritten ?? (Performs ? length : 0));

    public void ThrowIfFailed()
    {
        if (Failure is not null)
            throw Failure;
    }
}
