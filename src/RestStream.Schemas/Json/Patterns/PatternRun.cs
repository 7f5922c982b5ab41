using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Patterns;

/// <summary>Code points of one set, one after another; <see cref="int.MaxValue"/> has no end.</summary>
internal readonly record struct PatternRun(CodePointSet Set, int Min, int Max)
{
    public bool IsFixed => Min == Max;

    /// <summary>The one code point that it stands for; -1 when it stands for more.</summary>
    public int Single => IsFixed && Min == 1 && Set.Ranges.Length == 1 && Set.Ranges[0].First == Set.Ranges[0].Last ? Set.Ranges[0].First : -1;

    /// <summary>Takes as many as there are, and moves behind them.</summary>
    /// <returns>False when they are too few.</returns>
    public bool TryTake(ReadOnlySpan<byte> utf8, ref int at)
    {
        var count = 0;
        for (; count < Max && at < utf8.Length; count++)
        {
            var (point, length) = utf8[at] < 0x80 ? ((int)utf8[at], 1) : PatternText.Decode(utf8[at..]);
            if (!Set.Contains(point)) break;
            at += length;
        }

        return count >= Min;
    }
}
