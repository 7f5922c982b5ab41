namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 3492's Punycode with IDNA's parameters: code points written as letters, digits and hyphens.</summary>
internal static class Punycode
{
    private const int Base = 36, ThresholdMin = 1, ThresholdMax = 26, Skew = 38, Damp = 700, InitialBias = 72, InitialPoint = 128;

    /// <summary>Reads the code points of an encoded text, which is without <c>xn--</c> and in lower case.</summary>
    /// <returns>Their count; -1 when the text is not Punycode or has more than <paramref name="points"/> takes.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<int> points)
    {
        var basic = Math.Max(text.LastIndexOf((byte)'-'), 0);
        if (basic > points.Length) return -1;
        for (var i = 0; i < basic; i++) points[i] = text[i];
        var input = text[(basic > 0 ? basic + 1 : 0)..];
        int count = basic, bias = InitialBias, at = 0;
        var point = (long)InitialPoint;
        while (!input.IsEmpty)
        {
            if (count == points.Length || !TryTakeDelta(ref input, bias, out var delta)) return -1;
            bias = Adapt(delta, ++count, isFirst: count == basic + 1);
            var moved = at + delta;
            point += moved / count;
            at = (int)(moved % count);
            if (point > 0x10FFFF) return -1;
            points[at..(count - 1)].CopyTo(points[(at + 1)..]);
            points[at++] = (int)point;
        }

        return count;
    }

    /// <summary>Writes code points.</summary>
    /// <returns>The count of bytes; -1 when <paramref name="text"/> cannot take them.</returns>
    public static int Encode(ReadOnlySpan<int> points, Span<byte> text)
    {
        var written = CopyBasic(points, text);
        if (written < 0) return -1;
        var handled = written > 0 ? written - 1 : 0;
        var (bias, basic) = (InitialBias, handled);
        long delta = 0;
        for (var point = InitialPoint; handled < points.Length; point++)
        {
            var next = SmallestFrom(points, point);
            delta += (long)(next - point) * (handled + 1);
            point = next;
            foreach (var other in points)
            {
                if (other < point) delta++;
                if (other != point) continue;
                if (!TryWriteDelta(delta, bias, text, ref written)) return -1;
                bias = Adapt(delta, handled + 1, isFirst: handled == basic);
                delta = 0;
                handled++;
            }

            delta++;
        }

        return written;
    }

    private static int CopyBasic(ReadOnlySpan<int> points, Span<byte> text)
    {
        var written = 0;
        foreach (var point in points)
        {
            if (point >= InitialPoint) continue;
            if (written >= text.Length - 1) return -1;
            text[written++] = (byte)point;
        }

        if (written > 0) text[written++] = (byte)'-';
        return written;
    }

    private static int SmallestFrom(ReadOnlySpan<int> points, int from)
    {
        var smallest = int.MaxValue;
        foreach (var point in points)
        {
            if (point >= from) smallest = Math.Min(smallest, point);
        }

        return smallest;
    }

    private static bool TryTakeDelta(ref ReadOnlySpan<byte> input, int bias, out long delta)
    {
        delta = 0;
        long weight = 1;
        for (var position = Base; !input.IsEmpty; position += Base)
        {
            var digit = DigitOf(input[0]);
            input = input[1..];
            delta += digit * weight;
            if (digit < 0 || delta > int.MaxValue) return false;
            var threshold = Threshold(position, bias);
            if (digit < threshold) return true;
            weight *= Base - threshold;
            if (weight > int.MaxValue) return false;
        }

        return false;
    }

    private static bool TryWriteDelta(long delta, int bias, Span<byte> text, ref int written)
    {
        for (var position = Base; ; position += Base)
        {
            if (written == text.Length) return false;
            var threshold = Threshold(position, bias);
            var isLast = delta < threshold;
            var digit = (int)(isLast ? delta : threshold + ((delta - threshold) % (Base - threshold)));
            text[written++] = (byte)(digit < 26 ? 'a' + digit : '0' + digit - 26);
            if (isLast) return true;
            delta = (delta - threshold) / (Base - threshold);
        }
    }

    private static int Threshold(int position, int bias) => Math.Clamp(position - bias, ThresholdMin, ThresholdMax);

    private static int DigitOf(byte c) => c switch
    {
        >= (byte)'a' and <= (byte)'z' => c - 'a',
        >= (byte)'0' and <= (byte)'9' => c - '0' + 26,
        _ => -1,
    };

    private static int Adapt(long delta, int count, bool isFirst)
    {
        delta /= isFirst ? Damp : 2;
        delta += delta / count;
        var position = 0;
        for (; delta > (Base - ThresholdMin) * ThresholdMax / 2; position += Base) delta /= Base - ThresholdMin;
        return (int)(position + ((Base - ThresholdMin + 1) * delta / (delta + Skew)));
    }
}
