using System.Diagnostics;
using System.Runtime.CompilerServices;
using RestStream.Core.Records;

namespace RestStream.Server.Json;

/// <summary>Walks the tokens of a <see cref="StructureScan"/> from record to record and adds them to the table. Methods that read something return false when
/// <see cref="Fault"/> says why not.</summary>
internal unsafe ref partial struct RecordWalk
{
    private readonly RecordTable _table;
    private readonly byte* _text;
    private readonly int _length;
    private StructureScan _scan;
    private RecordAssembler _assembler;

    /// <summary>Over the first <paramref name="length"/> bytes of the table's body, which is pinned at <paramref name="text"/>.</summary>
    public RecordWalk(RecordTable table, byte* text, int length, BlockMasks* masks, bool areLines)
    {
        Debug.Assert(length <= table.Body.Length);
        _table = table;
        _text = text;
        _length = length;
        _scan = new StructureScan(text, length, masks, areLines);
        _assembler = new RecordAssembler(table);
    }

    /// <summary>Why the walk stopped.</summary>
    public JsonFault Fault { get; private set; }

    /// <summary>A whole body: <c>{"records":[…]}</c> or the bare array.</summary>
    public bool ReadBody(int maxRecords)
    {
        var start = _scan.Next(-1);
        if (start == _length && _scan.Fault == ScanFault.None) return Fail(start, "The body is empty: send {\"records\":[…]} or an array of records.");
        var end = start;
        var isRead = _scan[start] switch
        {
            (byte)'{' => ReadEnvelope(start, maxRecords, out end),
            (byte)'[' => ReadRecords(start, maxRecords, out end),
            _ => FailAt(start, "A body must be {\"records\":[…]}, an array of records, or NDJSON with Content-Type application/x-ndjson."),
        };
        return isRead && ReadEnd(end);
    }

    private bool ReadEnd(int close)
    {
        var at = _scan.Next(close);
        return (at == _length && _scan.Fault == ScanFault.None) || FailAt(at, "Nothing may follow the end of the body.");
    }

    private bool ReadEnvelope(int open, int maxRecords, out int close)
    {
        var seen = RecordMember.Unknown;
        var at = _scan.Next(open);
        close = at;
        while (_scan[at] != '}')
        {
            if (!ReadName(at, RecordMemberNames.OfEnvelope, ref seen, out _, out var start)) return false;
            if (_scan[start] != '[') return FailAt(start, "\"records\" must be an array.");
            if (!ReadRecords(start, maxRecords, out at)) return false;
            at = _scan.Next(at);
            if (!ReadSeparator(ref at)) return false;
            close = at;
        }

        if (seen != RecordMember.Unknown) return true;
        return Fail(open, "The body needs \"records\", an array of records.", missing: "records");
    }

    private bool ReadRecords(int open, int maxRecords, out int close)
    {
        close = _scan.Next(open);
        if (_scan[close] == ']') return true;
        while (true)
        {
            if (_table.Count >= maxRecords) return Fail(close, $"A request takes at most {maxRecords} records: send several, or NDJSON.", JsonErrorKind.TooManyRecords);
            if (!ReadRecord(close, out var end)) return false;
            close = After(end);
            if (_scan[close] == ']') return true;
            if (_scan[close] != ',') return FailAt(close, "A comma or ] must follow a record.");
            close = After(close);
        }
    }

    /// <summary>One record that begins at <paramref name="open"/>.</summary>
    private bool ReadRecord(int open, out int close)
    {
        if (!TryReadPlain(open, out var record, out close)) return ReadMembers(open, out var members, out close) && Add(members);
        _table.Add(record);
        return true;
    }

    private bool Add(in RecordMembers members) => TryAddPlain(members) || _assembler.TryAdd(members) || Refuse();

    private bool ReadMembers(int open, out RecordMembers members, out int close)
    {
        members = new RecordMembers { Start = open, HeaderStart = _table.Headers.Length };
        close = open;
        if (_scan[open] != '{') return FailAt(open, "A record must be an object with \"value\".");
        var at = After(open);
        while (_scan[at] != '}')
        {
            if (!ReadName(at, RecordMemberNames.OfRecord, ref members.Seen, out var member, out var start)) return false;
            if (member == RecordMember.Headers ? !ReadHeaders(start, ref members, out at) : !ReadValue(start, ref members.Of(member), out at)) return false;
            if (!ReadSeparator(ref at)) return false;
        }

        close = at;
        return true;
    }

    private bool ReadHeaders(int start, ref RecordMembers members, out int next)
    {
        next = _scan.Next(start);
        if (_scan[start] == 'n') return true;
        if (_scan[start] != '[') return FailAt(start, "\"headers\" must be an array of {\"name\":…,\"value\":…}.");
        while (_scan[next] != ']')
        {
            if (!ReadHeader(next, out next)) return false;
            members.HeaderCount++;
            if (_scan[next] == ',') next = _scan.Next(next);
            else if (_scan[next] != ']') return FailAt(next, "A comma or ] must follow a header.");
        }

        next = _scan.Next(next);
        return true;
    }

    private bool ReadHeader(int open, out int next)
    {
        next = open;
        if (_scan[open] != '{') return FailAt(open, "A header must be an object with \"name\" and \"value\".");
        var members = new HeaderMembers { Start = open };
        var seen = RecordMember.Unknown;
        var at = _scan.Next(open);
        while (_scan[at] != '}')
        {
            if (!ReadName(at, RecordMemberNames.OfHeader, ref seen, out var member, out var start)) return false;
            if (!ReadValue(start, ref members.Of(member), out at) || !ReadSeparator(ref at)) return false;
        }

        next = _scan.Next(at);
        return _assembler.TryAddHeader(members) || Refuse();
    }

    /// <summary>A member's name and colon; <paramref name="value"/> is where its value begins.</summary>
    private bool ReadName(int at, RecordMember allowed, ref RecordMember seen, out RecordMember member, out int value)
    {
        (member, value) = (RecordMember.Unknown, at);
        if (TryReadFrequentName(at, out member, out value)) return TryMark(at, member, allowed, ref seen);
        if (_scan[at] != '"') return FailAt(at, "A member's name in double quotes must stand here.");
        var colon = _scan.Next(at);
        if (_scan[colon] != ':') return FailAt(colon, "A colon must follow a member's name.");
        member = RecordMemberNames.Find(new ReadOnlySpan<byte>(_text + at, EndOf(at, colon) - at));
        value = After(colon);
        return TryMark(at, member, allowed, ref seen);
    }

    private bool TryMark(int at, RecordMember member, RecordMember allowed, ref RecordMember seen)
    {
        if ((member & allowed) == 0) return FailAt(at, UnknownMember(allowed));
        if ((seen & member) != 0) return FailAt(at, "This member is there twice: leave one of them out.");
        seen |= member;
        return true;
    }

    /// <summary>A value of any type; <paramref name="next"/> is the token behind it.</summary>
    private bool ReadValue(int start, ref JsonToken token, out int next)
    {
        if (_scan[start] is (byte)'{' or (byte)'[')
        {
            next = _scan.SkipContainer(start, RawValue.MaxDepth, out var fault);
            if (next < 0) return FailContainer(next, fault);
            token = new JsonToken(start, next + 1);
            next = After(next);
            return true;
        }

        next = start;
        if (_scan[start] == '\n') return FailAt(start, "A record must end on its line.");
        next = _scan.Next(start);
        if (start == _length || next == _length) return FailAt(_length, EndsTooEarly);
        token = new JsonToken(start, EndOf(start, next));
        return true;
    }

    /// <summary>A comma, and then <paramref name="at"/> moves on to the next name; or the closing bracket of an object.</summary>
    private bool ReadSeparator(ref int at)
    {
        if (_scan[at] == '}') return true;
        if (_scan[at] != ',') return FailAt(at, "A comma or } must follow a member.");
        at = After(at);
        return _scan[at] == '"' || FailAt(at, "A member's name in double quotes must follow a comma.");
    }

    /// <summary>The token behind the one-byte token at <paramref name="at"/>. What is no white space there is the next token; one that the scan has refused
    /// gets no further than the next step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int After(int at) => at + 1 < _length && _text[at + 1] > ' ' ? at + 1 : _scan.Next(at);

    /// <summary>Behind the last byte of the string, number or literal at <paramref name="start"/>, where <paramref name="next"/> is the token after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int EndOf(int start, int next)
    {
        while (_text[next - 1] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') next--;
        Debug.Assert(next > start);
        return next;
    }
}
