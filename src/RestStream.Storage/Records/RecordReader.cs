using System.Runtime.CompilerServices;

namespace RestStream.Storage.Records;

/// <summary>
/// Walks the records of one batch in place, nothing is allocated or copied. Hostile bytes end the walk with <see cref="Error"/> and never throw; a record is only given when all of it,
/// its headers too, is well formed. Not thread-safe; its spans are valid as long as the bytes under them.
/// </summary>
public ref struct RecordReader
{
    private readonly ReadOnlySpan<byte> _records;
    private readonly long _baseOffset;
    private readonly long _baseTimestamp;
    private readonly long _maxTimestamp;
    private readonly int _lastOffsetDelta;
    private readonly bool _isLogAppendTime;
    private ReadOnlySpan<byte> _headers;
    private int _left;
    private int _at;
    private int _offsetDelta;

    /// <summary>Walks the records of <paramref name="header"/>'s batch.</summary>
    /// <param name="header">An accepted header.</param>
    /// <param name="records">The records' bytes: <see cref="RecordBatch.Records"/>, decompressed if need be.</param>
    public RecordReader(scoped in RecordBatchHeader header, ReadOnlySpan<byte> records)
    {
        _records = records;
        _baseOffset = header.BaseOffset;
        _baseTimestamp = header.BaseTimestamp;
        _maxTimestamp = header.MaxTimestamp;
        _lastOffsetDelta = header.LastOffsetDelta;
        _isLogAppendTime = header.IsLogAppendTime;
        _left = header.Count;
        _offsetDelta = -1;
    }

    /// <summary>Walks an uncompressed batch, all of which is at the front of <paramref name="batch"/>; else there are no records and an <see cref="Error"/>.</summary>
    public static RecordReader Over(ReadOnlySpan<byte> batch)
    {
        if (!RecordBatchHeader.TryRead(batch, out var header, out var error)) return new RecordReader { Error = error };
        if (batch.Length < header.Length) return new RecordReader { Error = RecordBatchError.Incomplete };
        if (header.IsCompressed) return new RecordReader { Error = RecordBatchError.UnsupportedCompression };
        return new RecordReader(header, RecordBatch.Records(batch));
    }

    /// <summary>What ended the walk; <see cref="RecordBatchError.None"/> after the last record.</summary>
    public RecordBatchError Error { get; private set; }

    /// <summary>The record's offset.</summary>
    public readonly long Offset => _baseOffset + _offsetDelta;

    /// <summary>The record's timestamp, epoch ms: its own, or the batch's when that has LogAppendTime.</summary>
    public long Timestamp { get; private set; }

    /// <summary>The key; empty when there is none.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>False for a null key.</summary>
    public bool HasKey { get; private set; }

    /// <summary>The value; empty when there is none.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>False for a null value (a tombstone).</summary>
    public bool HasValue { get; private set; }

    /// <summary>How many headers.</summary>
    public int HeaderCount { get; private set; }

    /// <summary>The headers, in order.</summary>
    public readonly RecordHeaderReader Headers => new(_headers, HeaderCount);

    /// <summary>Goes to the next record; false after the last one or when the bytes are malformed (<see cref="Error"/>).</summary>
    public bool Read()
    {
        if (Error != RecordBatchError.None) return false;
        if (_left == 0) return _at == _records.Length ? false : Malformed();
        if (!Varint.TryRead(_records[_at..], out int length, out var prefix)) return Malformed();
        var start = _at + prefix;
        if (length < 0 || length > _records.Length - start) return Malformed();
        if (!ReadBody(_records.Slice(start, length))) return Malformed();
        _at = start + length;
        _left--;
        return true;
    }

    private bool ReadBody(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return false;
        var at = 1; // attributes, unused
        if (!Varint.TryRead(body[at..], out long timestampDelta, out var read)) return false;
        at += read;
        if (!Varint.TryRead(body[at..], out int offsetDelta, out read)) return false;
        at += read;
        if (offsetDelta <= _offsetDelta || offsetDelta > _lastOffsetDelta) return false;
        if (!TryReadBytes(body, ref at, out var key, out var hasKey)) return false;
        if (!TryReadBytes(body, ref at, out var value, out var hasValue)) return false;
        if (!Varint.TryRead(body[at..], out int headerCount, out read) || headerCount < 0) return false;
        _headers = body[(at + read)..];
        if (!AreHeaders(_headers, headerCount)) return false;

        _offsetDelta = offsetDelta;
        Timestamp = _isLogAppendTime ? _maxTimestamp : _baseTimestamp + timestampDelta;
        Key = key;
        HasKey = hasKey;
        Value = value;
        HasValue = hasValue;
        HeaderCount = headerCount;
        return true;
    }

    private static bool AreHeaders(ReadOnlySpan<byte> bytes, int count)
    {
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (!TryReadBytes(bytes, ref at, out _, out var hasName) || !hasName) return false;
            if (!TryReadBytes(bytes, ref at, out _, out _)) return false;
        }

        return at == bytes.Length;
    }

    /// <summary>Reads a length and so many bytes; -1 is null, less is malformed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryReadBytes(ReadOnlySpan<byte> source, scoped ref int at, out ReadOnlySpan<byte> bytes, out bool hasBytes)
    {
        bytes = default;
        hasBytes = false;
        if (!Varint.TryRead(source[at..], out int length, out var read) || length < -1) return false;
        at += read;
        if (length > source.Length - at) return false;
        hasBytes = length >= 0;
        if (length <= 0) return true;
        bytes = source.Slice(at, length);
        at += length;
        return true;
    }

    private bool Malformed()
    {
        Error = RecordBatchError.MalformedRecord;
        return false;
    }
}
