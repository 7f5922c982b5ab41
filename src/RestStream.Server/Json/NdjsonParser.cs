using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RestStream.Core.Records;

namespace RestStream.Server.Json;

/// <summary>
/// Reads one NDJSON upload, part by part: each line is a record, CRLF ends a line too, blank lines are skipped. Not thread-safe.
/// </summary>
/// <remarks>
/// Per part: fill the table's body with what came, call <see cref="Parse"/>, produce the table's records, and begin the next part with the bytes that
/// were not consumed (the start of a line). <see cref="End"/> set means: produce what is in the table, then stop reading.
/// </remarks>
internal sealed class NdjsonParser(int maxLineBytes)
{
    private readonly List<int> _refusedOrdinals = [];
    private long _bytesRead;
    private long _linesBeforePart;
    private long _recordsBeforePart;
    private long _linesInPart;
    private int _recordsInPart;

    /// <summary>The refused lines of the last part.</summary>
    public List<NdjsonRefusal> Refusals { get; } = [];

    /// <summary>Why the upload ended before its end, or null.</summary>
    public JsonError? End { get; private set; }

    /// <summary>The index that the record in which <see cref="End"/> lies would have had.</summary>
    public long NextIndex => _recordsBeforePart + _recordsInPart;

    /// <summary>The line after those that were read.</summary>
    public long NextLine => _linesBeforePart + _linesInPart + 1;

    /// <summary>
    /// Reads the complete lines of the table's body, and the last one without its line feed when <paramref name="isLast"/>, and adds their records.
    /// Returns how many bytes were consumed. A line over the limit is an <see cref="End"/> as soon as that many bytes of it are there.
    /// </summary>
    [SkipLocalsInit]
    public unsafe int Parse(RecordTable table, bool isLast)
    {
        table.Clear();
        table.IsJson = true;
        BeginPart();
        var length = isLast ? table.Body.Length : table.Body.LastIndexOf((byte)'\n') + 1;
        var masks = stackalloc BlockMasks[StructureScan.WindowBlocks];
        fixed (byte* text = table.Body)
        {
            var walk = new RecordWalk(table, text, length, masks, areLines: true);
            var consumed = ReadLines(table, length, ref walk);
            _bytesRead += consumed;
            return consumed;
        }
    }

    private int ReadLines(RecordTable table, int length, ref RecordWalk walk)
    {
        for (var start = 0; ;)
        {
            if (IsTooLong(table.Body[start..])) return EndAt(table, start, new JsonFault(JsonErrorKind.LineTooLong, start, $"A line may have at most {maxLineBytes} bytes."));
            var line = walk.ReadLine(start, out var next);
            if (line == LineRead.None) return length;
            if (line == LineRead.Unreadable) return EndAt(table, start, walk.Fault);
            if (line == LineRead.Refused) Refuse(table, start, walk.Fault);
            if (line != LineRead.Blank) _recordsInPart++;
            _linesInPart++;
            start = next;
        }
    }

    private bool IsTooLong(ReadOnlySpan<byte> rest) => rest.Length > maxLineBytes && !rest[..(maxLineBytes + 1)].Contains((byte)'\n');

    /// <summary>The index in the upload and the line of the record at <paramref name="index"/> of the table: for what the engine refused.</summary>
    public (long Index, long Line) Locate(RecordTable table, int index)
    {
        var ordinal = index;
        foreach (var refused in CollectionsMarshal.AsSpan(_refusedOrdinals))
        {
            if (refused <= ordinal) ordinal++;
        }

        return (_recordsBeforePart + ordinal, _linesBeforePart + LineOf(table.Body, ordinal));
    }

    private static long LineOf(ReadOnlySpan<byte> part, int ordinal)
    {
        for (var line = 1; ; line++)
        {
            var length = part.IndexOf((byte)'\n');
            var isRecord = part[..(length < 0 ? part.Length : length)].ContainsAnyExcept(" \t\r"u8);
            if ((isRecord && ordinal-- == 0) || length < 0) return line;
            part = part[(length + 1)..];
        }
    }

    private void BeginPart()
    {
        _linesBeforePart += _linesInPart;
        _recordsBeforePart += _recordsInPart;
        (_linesInPart, _recordsInPart) = (0, 0);
        _refusedOrdinals.Clear();
        Refusals.Clear();
    }

    private void Refuse(RecordTable table, int start, in JsonFault fault)
    {
        _refusedOrdinals.Add(_recordsInPart);
        Refusals.Add(new NdjsonRefusal(NextIndex, Describe(table, start, fault)));
    }

    private int EndAt(RecordTable table, int start, in JsonFault fault)
    {
        End = Describe(table, start, fault);
        return start;
    }

    private JsonError Describe(RecordTable table, int start, in JsonFault fault)
    {
        var line = table.Body[start..];
        var length = line.IndexOf((byte)'\n');
        var error = JsonErrors.Describe(length < 0 ? line : line[..length], fault with { Offset = fault.Offset - start });
        return error with { ByteOffset = _bytesRead + fault.Offset, Line = NextLine };
    }
}
