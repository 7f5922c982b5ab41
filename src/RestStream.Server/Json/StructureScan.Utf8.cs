using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace RestStream.Server.Json;

internal unsafe ref partial struct StructureScan
{
    /// <summary>Checks what the window added, up to a character that goes on in the next one.</summary>
    private void CheckUtf8()
    {
        if (_carry.NonAscii == 0 && _checkedUtf8 >= _windowStart)
        {
            _checkedUtf8 = _windowEnd;
            return;
        }

        var end = _windowEnd;
        for (var i = 0; i < 3 && end < Length && end > _checkedUtf8 && (_text[end] & 0xC0) == 0x80; i++) end--;
        var added = new ReadOnlySpan<byte>(_text + _checkedUtf8, end - _checkedUtf8);
        if (Utf8.IsValid(added)) _checkedUtf8 = end;
        else RejectUtf8(_checkedUtf8 + ValidLength(added));
    }

    private void RejectUtf8(int offset)
    {
        if (Fault != ScanFault.None && FaultOffset <= offset) return;
        SetFault(ScanFault.Utf8, offset);
        var block = Math.Max(offset - _windowStart, 0) / BlockBytes;
        Hide(_masks + block, offset <= _windowStart ? 0 : (1UL << offset) - 1);
        _windowEnd = Math.Min(_windowEnd, _windowStart + ((block + 1) * BlockBytes));
    }

    private static int ValidLength(ReadOnlySpan<byte> text)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(text[valid..], out _, out var size) == OperationStatus.Done) valid += size;
        return valid;
    }
}
