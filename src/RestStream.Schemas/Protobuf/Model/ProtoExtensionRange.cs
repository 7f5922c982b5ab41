namespace RestStream.Schemas.Protobuf.Model;

/// <summary>One <c>extensions</c> statement.</summary>
internal sealed record ProtoExtensionRange(IReadOnlyList<ProtoRange> Ranges, IReadOnlyList<ProtoOption> Options);
