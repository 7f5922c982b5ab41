using System.Runtime.CompilerServices;

namespace RestStream.Schemas.Json.Validation.Tape;

/// <summary>Writes the tokens of a JSON text (RFC 8259, UTF-8 checked) in one pass without recursion.</summary>
internal ref partial struct Tokenizer
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly TokenBuffer _buffer;
    private readonly int _maxDepth;
    private Token[] _tokens;
    private int _at;
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
        var read = tokenizer.ReadAll();
        buffer.Count = tokenizer._count;
        faultAt = tokenizer._at;
        if (read) return TapeFault.None;
        return tokenizer._fault == TapeFault.None ? TapeFault.NotJson : tokenizer._fault;
    }

    private bool ReadAll()
    {
        while (true)
        {
            if (!ReadValue(out var opened)) return false;
            if (opened) continue;
            while (true)
            {
                if (_open < 0) return IsAtEnd();
                if (!ReadAfterValue(out var more)) return false;
                if (more) break;
            }
        }
    }

    private bool IsAtEnd()
    {
        SkipSpace();
        return _at == _utf8.Length;
    }

    /// <summary>Reads a scalar, an empty container, or a container's beginning up to its first value.</summary>
    private bool ReadValue(out bool opened)
    {
        opened = false;
        SkipSpace();
        if (_at >= _utf8.Length) return false;
        switch (_utf8[_at])
        {
            case (byte)'"': return ReadString(JsonKind.String);
            case (byte)'{': return Open(JsonKind.Object, (byte)'}', out opened);
            case (byte)'[': return Open(JsonKind.Array, (byte)']', out opened);
            case (byte)'t': return ReadLiteral("true"u8, JsonKind.True);
            case (byte)'f': return ReadLiteral("false"u8, JsonKind.False);
            case (byte)'n': return ReadLiteral("null"u8, JsonKind.Null);
            default: return ReadNumber();
        }
    }

    private bool Open(JsonKind kind, byte closing, out bool opened)
    {
        opened = false;
        if (++_depth > _maxDepth) return Fail(TapeFault.TooDeep);
        if (!Add(new Token(kind, _at++, 0, _open))) return false;
        _open = _count - 1;
        SkipSpace();
        if (_at < _utf8.Length && _utf8[_at] == closing)
        {
            Close();
            return true;
        }

        opened = true;
        _tokens[_open].CountMember();
        return kind == JsonKind.Array || ReadName();
    }

    private bool ReadAfterValue(out bool more)
    {
        more = false;
        SkipSpace();
        if (_at >= _utf8.Length) return false;
        ref var container = ref _tokens[_open];
        var isObject = container.Kind == JsonKind.Object;
        var next = _utf8[_at];
        if (next == ',')
        {
            _at++;
            more = true;
            container.CountMember();
            return !isObject || ReadName();
        }

        if (next != (isObject ? (byte)'}' : (byte)']')) return false;
        Close();
        return true;
    }

    private void Close()
    {
        ref var container = ref _tokens[_open];
        _open = container.Next;
        container.Next = _count;
        container.Length = ++_at - container.Start;
        _depth--;
    }

    private bool ReadName()
    {
        SkipSpace();
        if (_at >= _utf8.Length || _utf8[_at] != '"' || !ReadString(JsonKind.Name)) return false;
        SkipSpace();
        if (_at >= _utf8.Length || _utf8[_at] != ':') return false;
        _at++;
        return true;
    }

    private bool ReadLiteral(ReadOnlySpan<byte> literal, JsonKind kind)
    {
        if (!_utf8[_at..].StartsWith(literal)) return false;
        _at += literal.Length;
        return Add(new Token(kind, _at - literal.Length, literal.Length, _count + 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        if ((uint)_at < (uint)_utf8.Length && _utf8[_at] <= ' ') SkipSpaces();
    }

    private void SkipSpaces()
    {
        while ((uint)_at < (uint)_utf8.Length && IsSpace(_utf8[_at])) _at++;
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
        if (_count * 2 > Token.CountMax) return Fail(TapeFault.TooLarge);
        _buffer.Count = _count;
        _tokens = _buffer.Grow();
        return true;
    }

    private bool Fail(TapeFault fault)
    {
        _fault = fault;
        return false;
    }
}
