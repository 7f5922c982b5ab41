using System.Runtime.CompilerServices;

namespace RestStream.Server.Json;

/// <summary>Says what the raw bytes of one value are. They are kept exactly, white space around them too; nothing here is ever an error.</summary>
internal static unsafe class RawValue
{
    /// <summary>How deep a value may nest, counted from the value itself, so that every door takes the same values.</summary>
    public const int MaxDepth = 64;

    /// <summary>Whether the bytes are one valid JSON text (RFC 8259, valid UTF-8, no BOM, at most <see cref="MaxDepth"/> deep), white space around it allowed.</summary>
    [SkipLocalsInit]
    public static bool IsJson(ReadOnlySpan<byte> value)
    {
        var masks = stackalloc BlockMasks[StructureScan.WindowBlocks];
        fixed (byte* text = value)
        {
            var scan = new StructureScan(text, value.Length, masks, areLines: false);
            var start = scan.Next(-1);
            if (start == value.Length || scan[start] is (byte)'}' or (byte)']') return false;
            var end = scan[start] is (byte)'{' or (byte)'[' ? scan.SkipContainer(start, MaxDepth, out _) : start;
            return end >= 0 && scan.Next(end) == value.Length && scan.Fault == ScanFault.None;
        }
    }

    /// <summary>Whether the bytes are a tombstone: <c>null</c> and at most JSON's white space around it.</summary>
    public static bool IsTombstone(ReadOnlySpan<byte> value) => value.Trim(" \t\r\n"u8).SequenceEqual("null"u8);
}
