namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>A field met in a message: where in the plan it stands, and where its value lies, without a length in front and without a group's end.</summary>
internal readonly record struct Occurrence(int Ordinal, WireType Type, int Start, int Length);
