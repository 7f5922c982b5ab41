using System.Buffers;
using System.Buffers.Binary;
using RestStream.Storage.Records;

namespace RestStream.Storage.Log;

/// <summary>Walks the batches of a log file from a position to an end, each verified by its CRC, through one pooled window. Not thread-safe.</summary>
internal sealed class BatchScanner(SegmentFile file, long position, long end) : IDisposable
{
    private const int Window = 256 << 10;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Window);
    private long _windowStart = position;
    private int _windowLength;
    private int _batchAt;
    private int _batchLength;

    /// <summary>Where the next batch begins, or the bad bytes when <see cref="TryNext"/> gave false before the end.</summary>
    public long Position { get; private set; } = position;

    /// <summary>Where the batch begins that was given last.</summary>
    public long BatchPosition { get; private set; } = position;

    public bool AtEnd => Position >= end;

    /// <summary>Why there was no next batch.</summary>
    public RecordBatchError Error { get; private set; }

    /// <summary>The bytes of the batch that was given last.</summary>
    public ReadOnlySpan<byte> Batch => _buffer.AsSpan(_batchAt, _batchLength);

    /// <summary>Goes to the next batch; false at the end or at bytes that are no valid batch.</summary>
    public bool TryNext(out RecordBatchHeader header)
    {
        header = default;
        if (AtEnd || !TryVerify(Position, out var length)) return false;
        _batchAt = (int)(Position - _windowStart);
        _batchLength = length;
        BatchPosition = Position;
        Position += length;
        return RecordBatchHeader.TryRead(Batch, out header);
    }

    /// <summary>Moves to the first valid batch behind <paramref name="badPosition"/> whose base offset lies between the bounds; false (and at the end) when there is none.</summary>
    public bool TrySkipDamageFrom(long badPosition, long lowestOffset, long highestOffset, out long baseOffset)
    {
        baseOffset = -1;
        for (var at = badPosition + 1; at + RecordBatchFormat.HeaderBytes <= end; at++)
        {
            if (!IsPlausible(at, lowestOffset, highestOffset) || !TryVerify(at, out _)) continue;
            baseOffset = BinaryPrimitives.ReadInt64BigEndian(At(at));
            Position = at;
            return true;
        }

        Position = end;
        return false;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryVerify(long at, out int length)
    {
        length = 0;
        Error = RecordBatchError.Incomplete;
        if (!Fill(at, RecordBatchFormat.HeaderBytes)) return false;
        if (!RecordBatchHeader.TryRead(At(at), out var header, out var error)) return Fails(error);
        length = header.Length;
        if (!Fill(at, length)) return Fails(RecordBatchError.Incomplete);
        return Fails(RecordBatch.Verify(At(at)));
    }

    private bool Fails(RecordBatchError error)
    {
        Error = error;
        return error == RecordBatchError.None;
    }

    private bool IsPlausible(long at, long lowestOffset, long highestOffset)
    {
        if (!Fill(at, RecordBatchFormat.HeaderBytes)) return false;
        var bytes = At(at);
        if (bytes[RecordBatchFormat.MagicAt] != RecordBatchFormat.Magic) return false;
        var baseOffset = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return baseOffset >= lowestOffset && baseOffset <= highestOffset;
    }

    private ReadOnlySpan<byte> At(long at) => _buffer.AsSpan((int)(at - _windowStart), _windowLength - (int)(at - _windowStart));

    /// <summary>Brings the bytes into the window; false when the file ends before them.</summary>
    private bool Fill(long at, int length)
    {
        if (at + length > end) return false;
        if (at >= _windowStart && at + length <= _windowStart + _windowLength) return true;
        if (length > _buffer.Length) Grow(length);
        var wanted = (int)Math.Min(_buffer.Length, end - at);
        _windowStart = at;
        _windowLength = file.Read(_buffer.AsSpan(0, wanted), at);
        return _windowLength >= length;
    }

    private void Grow(int length)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _buffer = ArrayPool<byte>.Shared.Rent(length);
        _windowLength = 0;
    }
}
