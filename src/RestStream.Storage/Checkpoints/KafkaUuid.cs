using System.Buffers.Text;
using System.Security.Cryptography;

namespace RestStream.Storage.Checkpoints;

/// <summary>Kafka's text of an id: the 16 bytes, most significant first, as base64url without padding (22 characters).</summary>
public static class KafkaUuid
{
    private const int Bytes = 16, Characters = 22;

    /// <summary>A new random id (version 4) whose text does not begin with a dash, which Kafka's tools take for an option.</summary>
    public static Guid Random()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        Guid id;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
            bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
            id = new Guid(bytes, bigEndian: true);
        }
        while (Format(id)[0] == '-');
        return id;
    }

    /// <summary>The text of an id.</summary>
    public static string Format(Guid id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The id of a text; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Guid id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        bool valid = text.Length == Characters && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out int written) && written == Bytes;
        id = valid ? new Guid(bytes, bigEndian: true) : Guid.Empty;
        return valid;
    }
}
