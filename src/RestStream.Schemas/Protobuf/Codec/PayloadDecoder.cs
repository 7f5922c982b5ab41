using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RestStream.Schemas.Protobuf.Model;

namespace RestStream.Schemas.Protobuf.Codec;

/// <summary>Decodes records of one schema: message indexes, then the message. Thread-safe.</summary>
internal sealed class PayloadDecoder(ProtoFile file)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly CodecTypes _types = new(file);

    public bool TryDecode(ReadOnlySpan<byte> payload, IBufferWriter<byte>? json, out string? problem)
    {
        var message = MessageIndexes.Find(file, payload, out var start, out problem);
        return message is not null && TryDecode(message, payload[start..], json, out problem);
    }

    /// <summary>Decodes a message without indexes.</summary>
    public bool TryDecode(ProtoMessage message, ReadOnlySpan<byte> bytes, IBufferWriter<byte>? json, out string? problem)
    {
        using var writer = json is null ? null : new Utf8JsonWriter(json, JsonOptions);
        var decoder = new MessageDecoder(bytes, writer, _types);
        var isWhole = decoder.Decode(_types.PlanOf(message));
        problem = decoder.Problem;
        return isWhole;
    }
}
