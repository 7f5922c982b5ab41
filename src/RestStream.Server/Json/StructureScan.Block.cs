using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RestStream.Server.Json;

internal unsafe ref partial struct StructureScan
{
    /// <summary>The structure of the 64 bytes at <paramref name="block"/>, which are those at <paramref name="at"/> of the text (padded at its end).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ScanBlock<TBlock, TBytes>(byte* block, int at, BlockMasks* masks, ref Carry carry)
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct
    {
        var bytes = TBlock.Load(block);
        var quotes = TBlock.Equal(bytes, (byte)'"');
        var backslashes = TBlock.Equal(bytes, (byte)'\\');
        var controls = TBlock.Control(bytes);
        carry.NonAscii |= TBlock.NonAscii(bytes);
        ulong badEscapes = 0;
        if ((quotes | backslashes | carry.Escaped | ~carry.InString | controls) == 0)
        {
            // In the middle of a string no token begins: what waits for the next one waits on.
            *masks = default;
            return;
        }

        if ((backslashes | carry.Escaped) != 0) quotes &= ~Escapes<TBlock, TBytes>(block, backslashes, at, ref carry.Escaped, out badEscapes);
        var inString = PrefixXor(quotes) ^ carry.InString; // from the opening quote up to, not with, the closing one
        carry.InString = (ulong)((long)inString >> 63);
        bytes = TBlock.Load(block); // again, rather than kept over a call
        var strings = quotes & inString;
        var outside = ~(inString | quotes);
        var opens = TBlock.EqualFolded(bytes, (byte)'{') & outside;
        var closes = TBlock.EqualFolded(bytes, (byte)'}') & outside;
        var commas = TBlock.Equal(bytes, (byte)',') & outside;
        var colons = TBlock.Equal(bytes, (byte)':') & outside;
        var breaks = TBlock.Equal(bytes, (byte)'\n') & outside;
        var lineFeeds = breaks & _lineFeeds;
        var structure = opens | closes | commas | colons | lineFeeds;
        // A control character that is no white space is an error wherever it stands.
        var badControls = controls & ~breaks;
        if (badControls != 0) badControls &= inString | ~Whitespace<TBlock, TBytes>(bytes);
        var scalarBytes = outside & ~(structure | controls | TBlock.Equal(bytes, (byte)' '));
        var scalars = scalarBytes & ~((scalarBytes << 1) | carry.Scalar);
        var badScalars = scalarBytes == 0 ? 0 : BadScalars<TBlock, TBytes>(block, at, scalarBytes, scalars, carry.Scalar);
        carry.Scalar = scalarBytes >> 63;

        var tokens = structure | strings | scalars;
        if (tokens == 0)
        {
            *masks = default;
            if ((badControls | badEscapes | badScalars) != 0) Reject(at, masks, badControls, badEscapes, badScalars, 0);
            return;
        }

        var gaps = ~tokens;
        var last = 63 - BitOperations.LeadingZeroCount(tokens);
        var afterValue = Follow(strings | scalars | closes, gaps, last, ref carry.AfterValue) & tokens;
        var afterOpen = Follow(opens, gaps, last, ref carry.AfterOpen) & tokens;
        var afterComma = Follow(commas, gaps, last, ref carry.AfterComma) & tokens;
        var afterEither = afterOpen | afterComma;
        var afterName = Follow(strings & afterEither, gaps, last, ref carry.AfterName) & tokens;

        // After a value: a comma, a colon, a closing bracket. After anything else, and first of all: a value; a closing bracket if it closes an empty container.
        var badTokens = (afterValue & (strings | scalars | opens)) | (~afterValue & (commas | (closes & ~afterOpen))) | (colons & ~afterName);
        masks->Tokens = tokens;
        masks->Brackets = opens | closes | lineFeeds;
        masks->BadInObject = (afterEither & ~strings & ~closes) | (afterName & ~colons);
        masks->BadInArray = afterName & colons;
        if ((badControls | badEscapes | badScalars | badTokens) != 0) Reject(at, masks, badControls, badEscapes, badScalars, badTokens);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Whitespace<TBlock, TBytes>(TBytes bytes)
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct =>
        TBlock.Equal(bytes, (byte)' ') | TBlock.Equal(bytes, (byte)'\t') | TBlock.Equal(bytes, (byte)'\n') | TBlock.Equal(bytes, (byte)'\r');

    /// <summary>The token that follows each of <paramref name="from"/>, among bits that are no tokens. Into the next block goes the last token, if it is one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Follow(ulong from, ulong gaps, int last, ref ulong carry)
    {
        var next = gaps + ((from << 1) | carry);
        carry = from >> last;
        return next;
    }

    /// <summary>Each bit is the exclusive or of all bits up to it: one between odd and even quotes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }

    /// <summary>Which bytes are escaped by a backslash that is not itself escaped, and which of those are no escape that JSON knows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Escapes<TBlock, TBytes>(byte* block, ulong backslashes, int at, ref ulong carry, out ulong bad)
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct
    {
        const ulong even = 0x5555_5555_5555_5555;
        HasEscapes = true;
        var bytes = TBlock.Load(block);
        var first = carry;
        var runs = backslashes & ~first;
        var starts = runs & ~(runs << 1);
        // A run that starts at an even place is odd in length when it ends before an odd one, and the other way round.
        var endsOfEven = (runs + (starts & even)) & ~runs;
        var endsOfOdd = runs + (starts & ~even);
        carry = endsOfOdd < runs ? 1UL : 0;
        endsOfOdd &= ~runs;
        var escaped = (endsOfEven & ~even) | (endsOfOdd & even) | first;

        var known = TBlock.Equal(bytes, (byte)'"') | backslashes | TBlock.Equal(bytes, (byte)'/') | TBlock.Equal(bytes, (byte)'b') | TBlock.Equal(bytes, (byte)'f')
            | TBlock.Equal(bytes, (byte)'n') | TBlock.Equal(bytes, (byte)'r') | TBlock.Equal(bytes, (byte)'t');
        var unicode = escaped & TBlock.Equal(bytes, (byte)'u');
        bad = escaped & ~(known | unicode);
        for (; unicode != 0; unicode &= unicode - 1)
        {
            var digits = BitOperations.TrailingZeroCount(unicode) + 1;
            if (!AreHexDigits(at + digits)) bad |= unicode & (~unicode + 1);
        }

        return escaped;
    }

    private readonly bool AreHexDigits(int at)
    {
        if (at + 4 > Length) return false;
        for (var i = at; i < at + 4; i++)
        {
            if (!char.IsAsciiHexDigit((char)_text[i])) return false;
        }

        return true;
    }

    /// <summary>Ends the scan at the first bad byte and hides the tokens from there on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Reject(int at, BlockMasks* masks, ulong controls, ulong escapes, ulong scalars, ulong tokens)
    {
        var all = controls | escapes | scalars | tokens;
        var first = all & (~all + 1);
        Hide(masks, first - 1);
        var fault = (controls & first) != 0 ? ScanFault.Control
            : (escapes & first) != 0 ? ScanFault.Escape
            : (scalars & first) != 0 ? ScanFault.Scalar
            : ScanFault.Token;
        SetFault(fault, Math.Min(Length, at + BitOperations.TrailingZeroCount(first)));
    }

    private static void Hide(BlockMasks* masks, ulong kept)
    {
        masks->Tokens &= kept;
        masks->Brackets &= kept;
        masks->BadInObject &= kept;
        masks->BadInArray &= kept;
    }

    private void SetFault(ScanFault fault, int offset) => (Fault, FaultOffset) = (fault, offset);
}
