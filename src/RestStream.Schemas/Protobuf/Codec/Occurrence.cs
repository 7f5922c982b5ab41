namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>A field met in a message: where in the plan it stands, and where its value lies, without a length in front and without a group's end.</summary>
internal readonly record struct Occurrence(int Ordinal, WireType Type, int Start, int Length) : IComparable<Occurrence>
{
    /// <summary>In the order of the plan; of one field in the order in which they came.</summary>
    public int CompareTo(Occurrence other) => Ordinal != other.Ordinal ? Ordinal.CompareTo(other.Ordinal) : Start.CompareTo(other.Start);
}
