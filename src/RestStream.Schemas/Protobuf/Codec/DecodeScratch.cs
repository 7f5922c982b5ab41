namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>The stacks of a decoder, kept by each thread for its next message: checking an ordinary one allocates nothing.</summary>
internal sealed class DecodeScratch
{
    /// <summary>Stacks that grew beyond this many entries are let go.</summary>
    private const int MaxKept = 4096;

    [ThreadStatic]
    private static DecodeScratch? _kept;

    public List<Occurrence> Found { get; } = [];

    public List<(int Start, int Length)> Segments { get; } = [];

    public static DecodeScratch Rent()
    {
        var scratch = _kept ?? new DecodeScratch();
        _kept = null;
        return scratch;
    }

    public void Return()
    {
        if (Found.Capacity > MaxKept || Segments.Capacity > MaxKept) return;
        Found.Clear();
        Segments.Clear();
        _kept = this;
    }
}
