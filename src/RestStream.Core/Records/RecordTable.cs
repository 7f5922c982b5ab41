using System.Buffers;
using System.Diagnostics;

namespace RestStream.Core.Records;

/// <summary>
/// The records of one request: a body in one contiguous pooled buffer and a pooled table of slices into it, no object per record.
/// Not thread-safe; whoever rented it disposes it once, after the last use of its spans.
/// </summary>
public sealed class RecordTable : IDisposable
{
    private byte[] _body = [];
    private byte[] _scratch = [];
    private RecordSlice[] _records = [];
    private HeaderSlice[] _headers = [];
    private int _bodyLength;
    private int _scratchLength;
    private int _headerCount;

    /// <summary>The bytes as they came.</summary>
    public ReadOnlySpan<byte> Body => _body.AsSpan(0, _bodyLength);

    /// <summary>How many records.</summary>
    public int Count { get; private set; }

    /// <summary>The records, in the order of the request.</summary>
    public Span<RecordSlice> Records => _records.AsSpan(0, Count);

    /// <summary>The headers of all records.</summary>
    public ReadOnlySpan<HeaderSlice> Headers => _headers.AsSpan(0, _headerCount);

    /// <summary>True when every value is null or valid JSON and every key is null or valid UTF-8: the batch is marked so (attribute bit 14).</summary>
    public bool IsJson { get; set; }

    /// <summary>Takes over <paramref name="body"/>, which came from <see cref="ArrayPool{T}.Shared"/> and goes back there; the one before goes back now.</summary>
    public void TakeBody(byte[] body, int length)
    {
        Debug.Assert(length >= 0 && length <= body.Length);
        Return(ref _body);
        (_body, _bodyLength) = (body, length);
    }

    /// <summary>Forgets the records, headers and scratch, keeps the body and the buffers: for the next part of a stream.</summary>
    public void Clear() => (Count, _headerCount, _scratchLength, IsJson) = (0, 0, 0, false);

    /// <summary>Adds one record.</summary>
    public void Add(in RecordSlice record)
    {
        if (Count == _records.Length) Grow(ref _records, Count + 1);
        _records[Count++] = record;
    }

    /// <summary>Adds one header and returns its index.</summary>
    public int AddHeader(HeaderSlice header)
    {
        if (_headerCount == _headers.Length) Grow(ref _headers, _headerCount + 1);
        _headers[_headerCount] = header;
        return _headerCount++;
    }

    /// <summary>Room for <paramref name="length"/> decoded bytes; <paramref name="start"/> is their start as slices hold it.
    /// The span is good until the next call.</summary>
    public Span<byte> Scratch(int length, out int start)
    {
        if (_scratchLength + length > _scratch.Length) Grow(ref _scratch, _scratchLength + length);
        start = ~_scratchLength;
        var room = _scratch.AsSpan(_scratchLength, length);
        _scratchLength += length;
        return room;
    }

    /// <summary>The bytes of a slice; empty for a null (length -1).</summary>
    public ReadOnlySpan<byte> Bytes(int start, int length)
    {
        if (length <= 0) return default;
        return start >= 0 ? _body.AsSpan(start, length) : _scratch.AsSpan(~start, length);
    }

    /// <summary>Gives the buffers back. A second call does nothing.</summary>
    public void Dispose()
    {
        Clear();
        _bodyLength = 0;
        Return(ref _body);
        Return(ref _scratch);
        Return(ref _records);
        Return(ref _headers);
    }

    private static void Grow<T>(ref T[] array, int atLeast)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(atLeast, Math.Max(16, array.Length * 2)));
        array.AsSpan().CopyTo(larger);
        Return(ref array);
        array = larger;
    }

    private static void Return<T>(ref T[] array)
    {
        if (array.Length > 0) ArrayPool<T>.Shared.Return(array);
        array = [];
    }
}
