namespace RestStream.Schemas.Json.Numbers;

internal readonly ref partial struct JsonNumber
{
    /// <summary>Reads a number token of a JSON text that was checked to be one. The text must outlive the number.</summary>
    public static JsonNumber Parse(ReadOnlySpan<byte> text)
    {
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) text = text[1..];
        var mark = text.IndexOfAny((byte)'e', (byte)'E');
        var vastExponent = ReadOnlySpan<byte>.Empty;
        var exponent = mark < 0 ? 0 : ParseExponent(text[(mark + 1)..], out vastExponent);
        if (mark >= 0) text = text[..mark];

        var first = text.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0) return default;
        var last = text.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        var point = text.IndexOf((byte)'.');
        var integerDigits = point < 0 ? text.Length : point;
        var magnitude = first < integerDigits ? integerDigits - first : integerDigits - first + 1;
        var pointInside = point > first && point < last;
        return new JsonNumber(text[first..(last + 1)], last + 1 - first - (pointInside ? 1 : 0), magnitude + exponent, negative, vastExponent);
    }

    /// <summary>Reads an exponent; the digits of a vast one are kept, and it counts as the least of them.</summary>
    private static long ParseExponent(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> vast)
    {
        var negative = text[0] == '-';
        if (negative || text[0] == '+') text = text[1..];
        vast = text.TrimStart((byte)'0');
        if (vast.Length > OrdinaryDigits) return negative ? -ExponentLimit : ExponentLimit;
        var value = (long)ReadMantissa(vast);
        vast = [];
        return negative ? -value : value;
    }
}
