using System.Text.Json;
using System.Text.Unicode;

namespace RestStream.Server.Json;

/// <summary>Says what the raw bytes of one value are. They are kept exactly, white space around them too; nothing here is ever an error.</summary>
internal static class RawValue
{
    /// <summary>How deep a value may nest, counted from the value itself, so that every door takes the same values.</summary>
    public const int MaxDepth = 64;

    /// <summary>Whether the bytes are one valid JSON text (RFC 8259, valid UTF-8, no BOM, at most <see cref="MaxDepth"/> deep), white space around it allowed.</summary>
    public static bool IsJson(ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value)) return false;
        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the bytes are a tombstone: <c>null</c> and at most JSON's white space around it.</summary>
    public static bool IsTombstone(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8).SequenceEqual("null"u8);
}
