using System.Buffers.Text;
using System.Text.Json;

namespace RestStream.Server.Filters;

/// <summary>How values compare: numbers exactly, texts byte by byte (which is by code point); what is of two types is not equal, and neither less nor greater.</summary>
internal static class FilterComparison
{
    /// <summary>Tests; false when one is absent.</summary>
    public static bool Test(in FilterValue left, FilterOperator op, in FilterValue right)
    {
        if (left.Kind == FilterKind.Absent || right.Kind == FilterKind.Absent) return false;
        return op switch
        {
            FilterOperator.Equal => AreEqual(left, right),
            FilterOperator.NotEqual => !AreEqual(left, right),
            FilterOperator.Contains => Contains(left, right),
            FilterOperator.StartsWith or FilterOperator.EndsWith => left.Kind == FilterKind.Text && right.Kind == FilterKind.Text && TestText(left, op, right),
            _ => IsOrdered(left, op, right),
        };
    }

    private static bool AreEqual(in FilterValue left, in FilterValue right) => left.Kind == right.Kind && left.Kind switch
    {
        FilterKind.Number => CompareNumbers(left, right) == 0,
        FilterKind.Text => TestText(left, FilterOperator.Equal, right),
        FilterKind.Array or FilterKind.Other => false,
        _ => true,
    };

    private static bool IsOrdered(in FilterValue left, FilterOperator op, in FilterValue right)
    {
        if (left.Kind != right.Kind) return false;
        if (left.Kind == FilterKind.Text) return TestText(left, op, right);
        return left.Kind == FilterKind.Number && Fits(CompareNumbers(left, right), op);
    }

    private static bool Fits(int order, FilterOperator op) => op switch
    {
        FilterOperator.Less => order < 0,
        FilterOperator.LessOrEqual => order <= 0,
        FilterOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static int CompareNumbers(in FilterValue left, in FilterValue right)
    {
        if (TryInteger(left, out var a) && TryInteger(right, out var b)) return a.CompareTo(b);
        Span<byte> leftRoom = stackalloc byte[20];
        Span<byte> rightRoom = stackalloc byte[20];
        return JsonNumber.Compare(TextOf(left, leftRoom), TextOf(right, rightRoom));
    }

    private static bool TryInteger(in FilterValue value, out long number)
    {
        number = value.Integer;
        return value.HasInteger || JsonNumber.TryReadInteger(value.Bytes, out number);
    }

    private static ReadOnlySpan<byte> TextOf(in FilterValue value, Span<byte> room)
    {
        if (!value.HasInteger) return value.Bytes;
        Utf8Formatter.TryFormat(value.Integer, room, out var length);
        return room[..length];
    }

    private static bool TestText(in FilterValue left, FilterOperator op, in FilterValue right)
    {
        using var a = PlainText.Of(left);
        using var b = PlainText.Of(right);
        if (!a.IsText || !b.IsText) return false;
        return op switch
        {
            FilterOperator.Equal => a.Bytes.SequenceEqual(b.Bytes),
            FilterOperator.Contains => a.Bytes.IndexOf(b.Bytes) >= 0,
            FilterOperator.StartsWith => a.Bytes.StartsWith(b.Bytes),
            FilterOperator.EndsWith => a.Bytes.EndsWith(b.Bytes),
            _ => Fits(a.Bytes.SequenceCompareTo(b.Bytes), op),
        };
    }

    private static bool Contains(in FilterValue left, in FilterValue right)
    {
        if (left.Kind == FilterKind.Array) return HasElement(left.Bytes, right);
        return left.Kind == FilterKind.Text && right.Kind == FilterKind.Text && TestText(left, FilterOperator.Contains, right);
    }

    // The pass over the value has read it once already: it is valid.
    private static bool HasElement(ReadOnlySpan<byte> array, in FilterValue wanted)
    {
        var reader = new Utf8JsonReader(array, new JsonReaderOptions { MaxDepth = Json.RawValue.MaxDepth * 2 });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (AreEqual(ElementOf(reader), wanted)) return true;
            reader.Skip();
        }

        return false;
    }

    private static FilterValue ElementOf(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => new(FilterKind.Null),
        JsonTokenType.True => new(FilterKind.True),
        JsonTokenType.False => new(FilterKind.False),
        JsonTokenType.Number => new(FilterKind.Number, reader.ValueSpan),
        JsonTokenType.String => new(FilterKind.Text, reader.ValueSpan, reader.ValueIsEscaped),
        _ => new(FilterKind.Other),
    };
}
