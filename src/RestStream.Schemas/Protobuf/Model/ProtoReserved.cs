namespace RestStream.Schemas.Protobuf.Model;

/// <summary>One <c>reserved</c> statement: of numbers, or of names.</summary>
internal sealed record ProtoReserved(IReadOnlyList<ProtoRange> Ranges, IReadOnlyList<string> Names, ProtoPlace Place);
