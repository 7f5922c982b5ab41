namespace RestStream.Schemas.Protobuf.Model;

/// <summary>Numbers from the first to the last, both included.</summary>
internal sealed record ProtoRange(int First, int Last, ProtoPlace Place)
{
    /// <summary>The greatest number that a field can have.</summary>
    public const int MaxFieldNumber = 536_870_911;

    /// <summary>The end is written, though it may be the beginning.</summary>
    public bool HasEnd { get; init; } = Last > First;

    public bool Contains(int number) => number >= First && number <= Last;

    public bool Overlaps(ProtoRange other) => First <= other.Last && other.First <= Last;
}
