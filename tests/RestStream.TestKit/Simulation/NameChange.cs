namespace RestStream.TestKit.Simulation;

/// <summary>A name that went, came (with what it names), or with both a rename within a directory, that is not synced yet.</summary>
internal sealed record NameChange(string? Removed, string? Added, SimulatedNode? Node)
{
    public void ApplyTo(Dictionary<string, SimulatedNode> names)
    {
        if (Removed is not null)
            names.Remove(Removed);
        if (Added is not null)
            names[Added] = Node!;
    }
}
