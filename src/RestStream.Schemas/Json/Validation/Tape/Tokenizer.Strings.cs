using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Unicode;

namespace RestStream.Schemas.Json.Validation.Tape;

internal ref partial struct Tokenizer
{
    /// <summary>What ends or interrupts a string: the quote, the backslash, control characters.</summary>
    private static readonly SearchValues<byte> s_marks = SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    private int ReadString(int at, JsonKind kind)
    {
        var start = at + 1;
        var end = FirstUncommon(start);
        if (end >= _utf8.Length) return ~at;
        if (_utf8[end] != '"') return ReadUncommonString(kind, start, end);
        var token = new Token(kind, start, end - start, _count + 1);
        token.MarkAscii();
        return Add(token) ? end + 1 : ~end;
    }

    /// <summary>The first byte from here that is a quote, a backslash, a control character, or not ASCII.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int FirstUncommon(int from)
    {
        var utf8 = _utf8;
        ref var head = ref MemoryMarshal.GetReference(utf8);
        for (; from + Vector128<byte>.Count <= utf8.Length; from += Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref head, (nuint)from);
            var hits = Vector128.Equals(bytes, Vector128.Create((byte)'"')) | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes.AsSByte(), Vector128.Create((sbyte)' ')).AsByte();
            var bits = hits.ExtractMostSignificantBits();
            if (bits != 0) return from + BitOperations.TrailingZeroCount(bits);
        }

        while (from < utf8.Length && utf8[from] is not ((byte)'"' or (byte)'\\' or < (byte)' ' or > 0x7F)) from++;
        return from;
    }

    private int ReadUncommonString(JsonKind kind, int start, int from)
    {
        var escaped = false;
        while (true)
        {
            var found = _utf8[from..].IndexOfAny(s_marks);
            if (found < 0) return ~from;
            from += found;
            if (_utf8[from] == '"') break;
            if (_utf8[from] != '\\') return ~from;
            escaped = true;
            from += 2;
            if (from >= _utf8.Length) return ~(from - 2);
        }

        var text = _utf8[start..from];
        if (!Utf8.IsValid(text)) return ~from;
        return (escaped ? AddUnescaped(kind, text) : Add(new Token(kind, start, text.Length, _count + 1))) ? from + 1 : ~from;
    }

    private bool AddUnescaped(JsonKind kind, ReadOnlySpan<byte> text)
    {
        var start = _buffer.UnescapedCount;
        var length = JsonEscapes.Undo(text, _buffer.Room(text.Length));
        if (length < 0) return false;
        _buffer.UnescapedCount += length;
        var token = new Token(kind, start, length, _count + 1);
        token.MarkEscaped();
        return Add(token);
    }
}
