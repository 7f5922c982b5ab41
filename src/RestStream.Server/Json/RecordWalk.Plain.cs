using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RestStream.Core.Records;

namespace RestStream.Server.Json;

/// <summary>Short ways for what nearly everyone sends: <c>{"key":"…","value":…}</c> and <c>{"value":…}</c>.</summary>
internal unsafe ref partial struct RecordWalk
{
    private const ulong KeyMask = 0xFFFF_FFFF_FFFF;
    private static readonly ulong KeyName = MemoryMarshal.Read<ulong>("\"key\":\0\0"u8);
    private static readonly ulong ValueName = MemoryMarshal.Read<ulong>("\"value\":"u8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadFrequentName(int at, out RecordMember member, out int value)
    {
        (member, value) = (RecordMember.Unknown, at);
        if (at > _length - sizeof(ulong)) return false;
        var word = Unsafe.ReadUnaligned<ulong>(_text + at);
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
            if (_scan.HasEscapes && new ReadOnlySpan<byte>(_text + record.KeyStart, record.KeyLength).Contains((byte)'\\')) return false;
        }

        (record.ValueStart, record.ValueLength) = (members.Value.Start, members.Value.Length);
        _table.Add(record);
        return true;
    }
}
