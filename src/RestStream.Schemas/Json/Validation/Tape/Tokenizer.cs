using System.Runtime.CompilerServices;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>
/// Writes the tokens of a JSON text (RFC 8259, UTF-8 checked) in one pass without recursion. Where it is in the text goes from method to method as a value, not as a field:
/// each takes the place where it begins and returns the one behind what it read, or <c>~place</c> where it could not go on.
/// </summary>
internal ref partial struct Tokenizer
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly TokenBuffer _buffer;
    private readonly int _maxDepth;
    private Token[] _tokens;
    private int _count;
    private int _open;
    private int _depth;
    private TapeFault _fault;

    private Tokenizer(ReadOnlySpan<byte> utf8, TokenBuffer buffer, int maxDepth)
    {
        _utf8 = utf8;
        _buffer = buffer;
        _tokens = buffer.Tokens;
        _maxDepth = maxDepth;
        _open = -1;
    }

    /// <summary>Reads the text; the buffer then holds its tokens.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="buffer">Where to; cleared first.</param>
    /// <param name="maxDepth">Containers in one another.</param>
    /// <param name="faultAt">Where a text that cannot be read stopped.</param>
    public static TapeFault Read(ReadOnlySpan<byte> utf8, TokenBuffer buffer, int maxDepth, out int faultAt)
    {
        buffer.Clear();
        var tokenizer = new Tokenizer(utf8, buffer, maxDepth);
        var end = tokenizer.ReadAll();
        buffer.Count = tokenizer._count;
        faultAt = end < 0 ? ~end : end;
        if (end == utf8.Length) return TapeFault.None;
        return tokenizer._fault == TapeFault.None ? TapeFault.NotJson : tokenizer._fault;
    }

    private int ReadAll()
    {
        var at = ReadValue(0);
        while (at >= 0 && _open >= 0) at = ReadAfterValue(at);
        return at < 0 ? at : SkipSpace(at);
    }

    /// <summary>Reads until a value is whole: a scalar or an empty container, and before it the beginnings of those that it is first in.</summary>
    private int ReadValue(int at)
    {
        while (true)
        {
            at = SkipSpace(at);
            if ((uint)at >= (uint)_utf8.Length) return ~at;
            var depth = _depth;
            switch (_utf8[at])
            {
                case (byte)'"': return ReadString(at, JsonKind.String);
                case (byte)'{': at = Open(at, JsonKind.Object, (byte)'}'); break;
                case (byte)'[': at = Open(at, JsonKind.Array, (byte)']'); break;
                case (byte)'t': return ReadLiteral(at, "true"u8, JsonKind.True);
                case (byte)'f': return ReadLiteral(at, "false"u8, JsonKind.False);
                case (byte)'n': return ReadLiteral(at, "null"u8, JsonKind.Null);
                default: return ReadNumber(at);
            }

            if (at < 0 || _depth == depth) return at;
        }
    }

    /// <summary>Reads an empty container, or a container's beginning up to its first value.</summary>
    private int Open(int at, JsonKind kind, byte closing)
    {
        if (++_depth > _maxDepth) return Fail(TapeFault.TooDeep, at);
        if (!Add(new Token(kind, at, 0, _open))) return ~at;
        _open = _count - 1;
        at = SkipSpace(at + 1);
        if ((uint)at < (uint)_utf8.Length && _utf8[at] == closing) return Close(at);
        _tokens[_open].CountMember();
        return kind == JsonKind.Array ? at : ReadName(at);
    }

    /// <summary>Reads what follows a value in a container: its end, or the next value.</summary>
    private int ReadAfterValue(int at)
    {
        at = SkipSpace(at);
        if ((uint)at >= (uint)_utf8.Length) return ~at;
        ref var container = ref _tokens[_open];
        var isObject = container.Kind == JsonKind.Object;
        var next = _utf8[at];
        if (next != ',') return next == (isObject ? (byte)'}' : (byte)']') ? Close(at) : ~at;
        container.CountMember();
        at++;
        if (isObject) at = ReadName(at);
        return at < 0 ? at : ReadValue(at);
    }

    private int Close(int at)
    {
        ref var container = ref _tokens[_open];
        _open = container.Next;
        container.Next = _count;
        container.Length = at + 1 - container.Start;
        _depth--;
        return at + 1;
    }

    private int ReadName(int at)
    {
        at = SkipSpace(at);
        if ((uint)at >= (uint)_utf8.Length || _utf8[at] != '"') return ~at;
        at = ReadString(at, JsonKind.Name);
        if (at < 0) return at;
        at = SkipSpace(at);
        return (uint)at < (uint)_utf8.Length && _utf8[at] == ':' ? at + 1 : ~at;
    }

    private int ReadLiteral(int at, ReadOnlySpan<byte> literal, JsonKind kind)
    {
        if (!_utf8[at..].StartsWith(literal)) return ~at;
        return Add(new Token(kind, at, literal.Length, _count + 1)) ? at + literal.Length : ~at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int SkipSpace(int at) => (uint)at < (uint)_utf8.Length && _utf8[at] <= ' ' ? SkipSpaces(at) : at;

    private readonly int SkipSpaces(int at)
    {
        while ((uint)at < (uint)_utf8.Length && IsSpace(_utf8[at])) at++;
        return at;
    }

    private static bool IsSpace(byte octet) => octet is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(Token token)
    {
        if (_count == _tokens.Length && !Grow()) return false;
        _tokens[_count++] = token;
        return true;
    }

    /// <summary>Makes room for more tokens; a container counts its members in 24 bits, so there are never more tokens than that.</summary>
    private bool Grow()
    {
        if (_count * 2 > Token.CountMax)
        {
            _fault = TapeFault.TooLarge;
            return false;
        }

        _buffer.Count = _count;
        _tokens = _buffer.Grow();
        return true;
    }

    private int Fail(TapeFault fault, int at)
    {
        _fault = fault;
        return ~at;
    }
}
