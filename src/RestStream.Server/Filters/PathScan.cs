using System.Text.Json;
using RestStream.Server.Json;

namespace RestStream.Server.Filters;

/// <summary>One pass over a value that notes where the paths of a filter lead. No DOM; nothing is allocated.</summary>
internal static class PathScan
{
    private const int MaxEscapedName = 1024;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = RawValue.MaxDepth * 2 };

    /// <summary>Fills the slots; all are absent when the value is not JSON.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isJson">True when it is known to be JSON.</param>
    /// <param name="root">The tree of paths.</param>
    /// <param name="slots">Where what is found is kept.</param>
    public static void Run(ReadOnlySpan<byte> value, bool isJson, PathNode root, Span<FilterSlot> slots)
    {
        slots.Clear();
        if (!isJson && !RawValue.IsJson(value)) return;
        var reader = new Utf8JsonReader(value, Options);
        try
        {
            if (reader.Read()) Read(ref reader, root, slots);
        }
        catch (JsonException)
        {
            // The batch says JSON and lies: damage that its checksum does not cover is not this filter's to report.
            slots.Clear();
        }
    }

    private static void Read(ref Utf8JsonReader reader, PathNode node, Span<FilterSlot> slots)
    {
        var start = (int)reader.TokenStartIndex;
        var kind = KindOf(reader.TokenType);
        if (reader.TokenType == JsonTokenType.StartObject && node.HasMembers) ReadMembers(ref reader, node, slots);
        else if (reader.TokenType == JsonTokenType.StartArray && node.HasElements) ReadElements(ref reader, node, slots);
        else reader.Skip();
        if (node.Slot < 0) return;
        var end = (int)reader.BytesConsumed;
        slots[node.Slot] = kind == FilterKind.Text ? new(kind, start + 1, end - start - 2) : new(kind, start, end - start);
    }

    private static void ReadMembers(ref Utf8JsonReader reader, PathNode node, Span<FilterSlot> slots)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.ValueIsEscaped ? FindEscaped(reader.ValueSpan, node) : node.FindMember(reader.ValueSpan);
            reader.Read();
            ReadOrSkip(ref reader, member, slots);
        }
    }

    private static void ReadElements(ref Utf8JsonReader reader, PathNode node, Span<FilterSlot> slots)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++) ReadOrSkip(ref reader, node.FindElement(index), slots);
    }

    private static void ReadOrSkip(ref Utf8JsonReader reader, PathNode? node, Span<FilterSlot> slots)
    {
        if (node is null)
        {
            reader.Skip();
            return;
        }

        node.Clear(slots);
        Read(ref reader, node, slots);
    }

    // An escape is at most six times as long as what it stands for.
    private static PathNode? FindEscaped(ReadOnlySpan<byte> name, PathNode node)
    {
        Span<byte> plain = stackalloc byte[MaxEscapedName];
        if (name.Length > Math.Min(MaxEscapedName, 6 * node.LongestName)) return null;
        return JsonString.TryUnescape(name, plain, out var length) ? node.FindMember(plain[..length]) : null;
    }

    private static FilterKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.Null => FilterKind.Null,
        JsonTokenType.True => FilterKind.True,
        JsonTokenType.False => FilterKind.False,
        JsonTokenType.Number => FilterKind.Number,
        JsonTokenType.String => FilterKind.Text,
        JsonTokenType.StartArray => FilterKind.Array,
        _ => FilterKind.Other,
    };
}
