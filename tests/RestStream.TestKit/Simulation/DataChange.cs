namespace RestStream.TestKit.Simulation;

/// <summary>A write, or with no bytes a new length, that is not synced yet.</summary>
internal readonly record struct DataChange(int Position, byte[]? Bytes)
{
    public int End => Position + (Bytes?.Length ?? 0);

    public void ApplyTo(FileContent content)
    {
        if (Bytes is null)
            content.SetLength(Position);
        else
            content.Write(Bytes, Position);
    }
}
