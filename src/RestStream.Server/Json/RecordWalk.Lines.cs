namespace RestStream.Server.Json;

internal unsafe ref partial struct RecordWalk
{
    /// <summary>The NDJSON line whose first byte is at <paramref name="start"/>; <paramref name="next"/> is where the next line begins.</summary>
    public LineRead ReadLine(int start, out int next)
    {
        next = start;
        var at = _scan.Next(start - 1);
        if (at == _length && _scan.Fault == ScanFault.None)
        {
            next = _length;
            return start == _length ? LineRead.None : LineRead.Blank;
        }

        if (_scan[at] == '\n')
        {
            next = at + 1;
            return LineRead.Blank;
        }

        if (TryReadPlain(at, out var record, out var end) && _scan[end + 1] == '\n')
        {
            _table.Add(record);
            next = end + 2;
            return LineRead.Record;
        }

        if (!ReadMembers(at, out var members, out var close) || !ReadLineEnd(close, out next)) return LineRead.Unreadable;
        if (Add(members)) return LineRead.Record;
        return Fault.Kind == JsonErrorKind.Unreadable ? LineRead.Unreadable : LineRead.Refused;
    }

    private bool ReadLineEnd(int close, out int next)
    {
        var at = _scan.Next(close);
        next = Math.Min(at + 1, _length);
        if (_scan[at] == '\n' || (at == _length && _scan.Fault == ScanFault.None)) return true;
        return FailAt(at, "Nothing may follow a record on its line.");
    }
}
