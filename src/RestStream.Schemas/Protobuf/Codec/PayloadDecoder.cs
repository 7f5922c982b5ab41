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
    private readonly ProtoMessage? _first = file.Messages.FirstOrDefault();

    public bool TryDecode(ReadOnlySpan<byte> payload, IBufferWriter<byte>? json, out string? problem)
    {
        if (_first is not null && !payload.IsEmpty && payload[0] == 0) return TryDecode(_first, payload[1..], json, out problem);
        var message = MessageIndexes.Find(file, payload, out var start, out problem);
        return message is not null && TryDecode(message, payload[start..], json, out problem);
    }

    /// <summary>Decodes a message without indexes. The JSON is written when the message was read to its end: a broken one leaves nothing.</summary>
    public bool TryDecode(ProtoMessage message, ReadOnlySpan<byte> bytes, IBufferWriter<byte>? json, out string? problem)
    {
        if (json is null) return TryRead(message, bytes, null, out problem);
        var text = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(text, JsonOptions);
        if (!TryRead(message, bytes, writer, out problem)) return false;
        writer.Flush();
        json.Write(text.WrittenSpan);
        return true;
    }

    private bool TryRead(ProtoMessage message, ReadOnlySpan<byte> bytes, Utf8JsonWriter? writer, out string? problem)
    {
        var scratch = DecodeScratch.Rent();
        var decoder = new MessageDecoder(bytes, writer, _types, scratch);
        var isWhole = decoder.Decode(_types.PlanOf(message));
        problem = decoder.Problem;
        scratch.Return();
        return isWhole;
    }
}
