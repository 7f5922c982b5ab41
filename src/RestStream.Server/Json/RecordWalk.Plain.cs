using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RestStream.Core.Records;

namespace RestStream.Server.Json;

/// <summary>Short ways for what nearly everyone sends: <c>{"key":"…","value":…}</c> and <c>{"value":…}</c>.</summary>
internal unsafe ref partial struct RecordWalk
{
    /// <summary>How far the fixed text of a plain record may be read without asking for the end.</summary>
    private const int Margin = 24;

    private const ulong KeyMask = 0xFFFF_FFFF_FFFF;
    private static readonly ulong KeyName = MemoryMarshal.Read<ulong>("\"key\":\0\0"u8);
    private static readonly ulong ObjectKey = MemoryMarshal.Read<ulong>("{\"key\":\""u8);
    private static readonly ulong SpacedObjectKey = MemoryMarshal.Read<ulong>("{\"key\": "u8);
    private static readonly ulong ValueName = MemoryMarshal.Read<ulong>("\"value\":"u8);

    /// <summary>
    /// A record written just as <c>{"key":"…","value":{…}}</c> or <c>{"value":{…}}</c>, perhaps with one space behind colons and commas, perhaps with an array for a
    /// value, that lies in the window. False, with nothing moved, for any other and for every fault: the long way reads those.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadPlain(int open, out RecordSlice record, out int close)
    {
        record = RecordSlice.Empty;
        close = 0;
        if (open > _length - Margin) return false;
        var at = open + 1;
        var word = WordAt(open);
        if (word == ObjectKey || word == SpacedObjectKey)
        {
            // The token behind the key is a comma right behind its closing quote.
            var quote = word == ObjectKey ? open + 7 : open + 8;
            at = _scan.NextInWindow(quote);
            if (at < 0 || at > _length - Margin || _text[quote] != '"' || _text[at] != ',' || _text[at - 1] != '"') return false;
            (record.KeyStart, record.KeyLength) = (quote + 1, at - quote - 2);
            if (_scan.HasEscapes && HasEscapes(record)) return false;
            at++;
        }

        if (_text[at] == ' ') at++;
        if (WordAt(at) != ValueName) return false;
        var start = _text[at + 8] == ' ' ? at + 9 : at + 8;
        if ((_text[start] | 0x20) != '{') return false;
        var end = _scan.SkipContainer(start, RawValue.MaxDepth, out _, stay: true);
        if (end < 0) return false;
        (record.ValueStart, record.ValueLength) = (start, end + 1 - start);
        close = end + 1;
        return close < _length && _text[close] == '}';
    }

    private readonly ulong WordAt(int at)
    {
        Debug.Assert(at >= 0 && at <= _length - sizeof(ulong));
        return Unsafe.ReadUnaligned<ulong>(_text + at);
    }

    private readonly bool HasEscapes(in RecordSlice record) => new ReadOnlySpan<byte>(_text + record.KeyStart, record.KeyLength).Contains((byte)'\\');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadFrequentName(int at, out RecordMember member, out int value)
    {
        (member, value) = (RecordMember.Unknown, at);
        if (at > _length - sizeof(ulong)) return false;
        var word = WordAt(at);
        if (word == ValueName)
        {
            (member, value) = (RecordMember.Value, After(at + 7));
            return true;
        }

        if ((word & KeyMask) != KeyName) return false;
        (member, value) = (RecordMember.Key, After(at + 5));
        return true;
    }

    /// <summary>Adds a record of a value and perhaps a key, a string without escapes; false, with nothing changed, for any other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAddPlain(in RecordMembers members)
    {
        if ((members.Seen & ~RecordMember.Key) != RecordMember.Value || _text[members.Value.Start] == 'n') return false;
        var record = RecordSlice.Empty;
        if (members.Key.IsPresent)
        {
            if (_text[members.Key.Start] != '"') return false;
            (record.KeyStart, record.KeyLength) = (members.Key.Start + 1, members.Key.Length - 2);
            if (_scan.HasEscapes && HasEscapes(record)) return false;
        }

        (record.ValueStart, record.ValueLength) = (members.Value.Start, members.Value.Length);
        _table.Add(record);
        return true;
    }
}
