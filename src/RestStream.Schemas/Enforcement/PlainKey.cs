using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace RestStream.Schemas.Enforcement;

/// <summary>A key is kept as its text, without quotes: it is looked at as a JSON string first, and as JSON (a number, say) by whoever calls after that.</summary>
internal static class PlainKey
{
    private const int StackBytes = 256;
    private const int MaxGrowth = 6;

    /// <summary>True when the key, as a JSON string, fits.</summary>
    public static bool Fits(PayloadCheck? check, ReadOnlySpan<byte> key)
    {
        if (check is null || !Utf8.IsValid(key)) return false;
        var room = checked((key.Length * MaxGrowth) + 2);
        var rented = room <= StackBytes ? null : ArrayPool<byte>.Shared.Rent(room);
        var text = rented is null ? stackalloc byte[StackBytes] : rented;
        try
        {
            return check.Check(new Payload { Bytes = text[..Quote(key, text)] }, out _) == PayloadVerdict.Fits;
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The text that tells best why a key does not fit: itself when it is JSON, else a JSON string.</summary>
    public static byte[] Explained(ReadOnlySpan<byte> key)
    {
        if (IsJson(key) || !Utf8.IsValid(key)) return key.ToArray();
        var text = new byte[checked((key.Length * MaxGrowth) + 2)];
        return text[..Quote(key, text)];
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read()) reader.TrySkip();
            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int Quote(ReadOnlySpan<byte> key, Span<byte> text)
    {
        var at = 0;
        text[at++] = (byte)'"';
        foreach (var octet in key)
        {
            if (octet < 0x20)
            {
                "\\u00"u8.CopyTo(text[at..]);
                text[at + 4] = Hex(octet >> 4);
                text[at + 5] = Hex(octet & 0xF);
                at += 6;
                continue;
            }

            if (octet is (byte)'"' or (byte)'\\') text[at++] = (byte)'\\';
            text[at++] = octet;
        }

        text[at++] = (byte)'"';
        return at;
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
