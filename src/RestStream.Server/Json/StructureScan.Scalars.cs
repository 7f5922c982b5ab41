using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RestStream.Server.Json;

internal unsafe ref partial struct StructureScan
{
    private static readonly uint True = MemoryMarshal.Read<uint>("true"u8), Null = MemoryMarshal.Read<uint>("null"u8), False = MemoryMarshal.Read<uint>("fals"u8);

    /// <summary>
    /// Which bytes break the grammar of numbers and literals. Runs that lie in the block are checked all at once; one that touches the end of the block is
    /// checked byte by byte from its start, wherever it ends, and its rest in the next block is skipped.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong BadScalars<TBlock, TBytes>(byte* block, int at, ulong runs, ulong starts, ulong goesOn)
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct
    {
        ulong bad = 0;
        runs &= runs + goesOn; // a run that came from the block before was checked there: its carry clears it
        if ((runs >> 63) != 0)
        {
            var start = BlockBytes - BitOperations.LeadingZeroCount(~runs);
            if (!IsScalar(at + start)) bad = 1UL << start;
            runs &= (1UL << start) - 1;
        }

        starts &= runs;
        var bytes = TBlock.Load(block);
        var digits = TBlock.Digit(bytes) & runs;
        var minuses = TBlock.Equal(bytes, (byte)'-') & runs;
        for (var words = starts & ~(digits | minuses); words != 0; words &= words - 1)
        {
            var start = BitOperations.TrailingZeroCount(words);
            var length = LiteralLength(block + start);
            if (length == 0 || ((runs >> (start + length)) & 1) != 0) bad |= 1UL << start;
            runs &= ~(((1UL << length) - 1) << start);
        }

        return runs == 0 ? bad : bad | BadNumbers<TBlock, TBytes>(bytes, runs, starts & runs, digits, minuses);
    }

    /// <summary>Which bytes break the grammar <c>-? (0 | 1-9 digits) (. digits)? (e|E sign? digits)?</c> of the runs, none of which touches the block's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BadNumbers<TBlock, TBytes>(TBytes bytes, ulong runs, ulong starts, ulong digits, ulong minuses)
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct
    {
        var leads = starts & minuses;
        var whole = (starts & ~minuses) | (leads << 1);
        var zeros = whole & TBlock.Equal(bytes, (byte)'0');
        var bad = (whole & ~digits) | ((zeros << 1) & digits);
        var others = runs & ~(digits | leads);
        if (others == 0) return bad;

        var dots = TBlock.Equal(bytes, (byte)'.') & others;
        var exponents = TBlock.EqualFolded(bytes, (byte)'e') & others;
        var signs = (TBlock.Equal(bytes, (byte)'+') | minuses) & others;
        // Adding a number's first digit carries through its digits: the sum has a bit behind the last one.
        var behindWhole = (digits + (whole & digits)) & ~digits;
        var fraction = (dots & behindWhole) << 1;
        var behindFraction = (digits + (fraction & digits)) & ~digits;
        var goodExponents = exponents & (behindWhole | behindFraction);
        var behindExponent = goodExponents << 1;
        var goodSigns = signs & behindExponent;
        var power = (behindExponent & ~goodSigns) | (goodSigns << 1);
        return bad | ((fraction | power) & ~digits) | (dots & ~behindWhole) | (exponents & ~goodExponents) | (signs & ~goodSigns)
            | (others & ~(dots | exponents | signs));
    }

    /// <summary>The length of the literal at <paramref name="text"/>, behind which 4 more bytes can be read; 0 when there is none.</summary>
    private static int LiteralLength(byte* text)
    {
        var word = Unsafe.ReadUnaligned<uint>(text);
        if (word == True || word == Null) return 4;
        return word == False && text[4] == 'e' ? 5 : 0;
    }

    /// <summary>Whether a number or literal begins at <paramref name="start"/> and ends where it must.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly bool IsScalar(int start)
    {
        var end = _text[start] == '-' || char.IsAsciiDigit((char)_text[start]) ? EndOfNumber(start) : EndOfLiteral(start);
        return end > 0 && (end == Length || " \t\r\n{}[],:\""u8.Contains(_text[end]));
    }

    private readonly int EndOfLiteral(int start)
    {
        var rest = new ReadOnlySpan<byte>(_text + start, Length - start);
        if (rest.StartsWith("true"u8) || rest.StartsWith("null"u8)) return start + 4;
        return rest.StartsWith("false"u8) ? start + 5 : 0;
    }

    private readonly int EndOfNumber(int at)
    {
        if (this[at] == '-') at++;
        var whole = at;
        at = SkipDigits(at);
        if (at == whole || (_text[whole] == '0' && at > whole + 1)) return 0;
        if (this[at] == '.')
        {
            var fraction = at + 1;
            at = SkipDigits(fraction);
            if (at == fraction) return 0;
        }

        if ((this[at] | 0x20) != 'e') return at;
        at++;
        if (this[at] is (byte)'+' or (byte)'-') at++;
        var power = at;
        at = SkipDigits(power);
        return at == power ? 0 : at;
    }

    private readonly int SkipDigits(int at)
    {
        while (char.IsAsciiDigit((char)this[at])) at++;
        return at;
    }
}
