using System.Buffers;
using RestStream.Core;

namespace RestStream.Schemas.Enforcement;

/// <summary>A schema of a binary form, Avro or Protobuf: a payload fits when it can be decoded.</summary>
internal sealed class BinaryPayloadCheck(ParsedSchema schema) : PayloadCheck
{
    public override bool TakesPlain => false;

    // The path to the first message, as it is written in front of it.
    private static ReadOnlySpan<byte> FirstMessage => [0];

    public override PayloadVerdict Check(in Payload payload, out string? reached)
    {
        reached = null;
        return TryDecode(payload, null, out _) ? PayloadVerdict.Fits : PayloadVerdict.DoesNotFit;
    }

    public override IReadOnlyList<ErrorItem> Explain(in Payload payload, int maxErrors) =>
        TryDecode(payload, null, out var problem) ? [] : [new ErrorItem("", problem ?? "cannot be decoded")];

    public override bool TryWriteJson(in Payload payload, IBufferWriter<byte> json) => TryDecode(payload, json, out _);

    public override string? RecordName(in Payload payload) => schema.RecordNameOf(payload.IsNamedByHeader ? IndexesOf(payload) : payload.Bytes);

    private static ReadOnlySpan<byte> IndexesOf(in Payload payload) => payload.HeaderIndexes.IsEmpty ? FirstMessage : payload.HeaderIndexes;

    private bool TryDecode(in Payload payload, IBufferWriter<byte>? json, out string? problem)
    {
        if (!payload.IsNamedByHeader || schema.Type != SchemaType.Protobuf) return schema.TryDecode(payload.Bytes, json, out problem);
        var indexes = IndexesOf(payload);
        var joined = ArrayPool<byte>.Shared.Rent(indexes.Length + payload.Bytes.Length);
        try
        {
            indexes.CopyTo(joined);
            payload.Bytes.CopyTo(joined.AsSpan(indexes.Length));
            return schema.TryDecode(joined.AsSpan(0, indexes.Length + payload.Bytes.Length), json, out problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }
}
