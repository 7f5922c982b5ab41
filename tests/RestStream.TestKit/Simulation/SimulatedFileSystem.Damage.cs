namespace RestStream.TestKit.Simulation;

/// <content>Looking at files and damaging them, as no program does: no call is counted, none fails, and the change is on disk at once.</content>
public sealed partial class SimulatedFileSystem
{
    /// <summary>The content of a file as processes see it.</summary>
    public byte[] ReadAll(string path)
    {
        lock (_lock)
            return Existing<SimulatedFile>(path).Span.ToArray();
    }

    /// <summary>The content of a file as it is surely on disk.</summary>
    public byte[] ReadDurable(string path)
    {
        lock (_lock)
            return Existing<SimulatedFile>(path).DurableSpan.ToArray();
    }

    /// <summary>Turns one bit over; bit 0 is the lowest of the first byte.</summary>
    public void FlipBit(string path, long bit) => Damage(path, file =>
    {
        int at = checked((int)(bit / 8));
        file.Write([(byte)(file.Span[at] ^ (1 << (int)(bit % 8)))], at);
    });

    /// <summary>Puts other bytes in a place, also behind the end.</summary>
    public void Overwrite(string path, int position, ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        Damage(path, file => file.Write(copy, position));
    }

    /// <summary>Cuts a file, or extends it by zeros.</summary>
    public void Truncate(string path, int length) => Damage(path, file => file.SetLength(length));

    private void Damage(string path, Action<SimulatedFile> change)
    {
        lock (_lock)
        {
            SimulatedFile file = Existing<SimulatedFile>(path);
            ResizeNode(file, () => change(file));
            SyncNode(file, new CallPlan(Performs: true));
        }
    }
}
