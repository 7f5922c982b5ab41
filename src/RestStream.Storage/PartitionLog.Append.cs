using RestStream.Storage.Files;
using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    // A clean stop's end stands in a file's name and in the index as a 31-bit position.
    private const long LargestPosition = int.MaxValue;

    private long _unflushedRecords;

    /// <summary>
    /// Appends one or more whole batches: patches their base offsets and leader epochs in place (both outside the CRC), writes them with one call, moves the
    /// log end offset. Batches come complete: CRC, timestamps, counts. On failure the log is as before (or failed for good).
    /// An append larger than <see cref="LogConfig.SegmentBytes"/> gets a segment of its own.
    /// </summary>
    /// <param name="batches">The batches.</param>
    /// <param name="startsCommit">False when the caller appends to other logs too and calls <see cref="LogDirectory.StartCommit"/> after the last, so that
    /// no commit begins with the first of them alone.</param>
    /// <exception cref="ArgumentException">The bytes are not whole batches; nothing was written.</exception>
    /// <exception cref="DiskFullException">Undone; a retry is safe.</exception>
    /// <exception cref="LogClosedException">Nothing was written.</exception>
    /// <exception cref="LogFailedException">The outcome is unknown and the log takes nothing more.</exception>
    /// <exception cref="FileSystemException">Another write error; undone, a retry is safe.</exception>
    public AppendResult Append(Span<byte> batches, bool startsCommit = true)
    {
        var (count, timestamp) = Inspect(batches);
        AppendResult result;
        bool isVisible;
        lock (_writer)
        {
            RequireUsable();
            _directory.RequireSpace();
            result = AppendLocked(batches, timestamp, startsCommit);
            isVisible = !_config.SyncsBeforeVisible;
        }

        StorageMetrics.AppendedBytes.Add(batches.Length);
        StorageMetrics.AppendedBatches.Add(count);
        if (isVisible) SignalWaiters();
        return result;
    }

    private AppendResult AppendLocked(Span<byte> batches, long timestamp, bool startsCommit)
    {
        var segment = SegmentFor(batches.Length, timestamp);
        var baseOffset = _logEnd;
        var end = Stamp(batches, baseOffset);
        Write(segment, batches);
        Track(segment, batches);
        Volatile.Write(ref _logEnd, end);
        return Publish(baseOffset, batches.Length, startsCommit);
    }

    private void RequireUsable()
    {
        if (_isClosed) throw new LogClosedException($"The log of {Name} is closed.");
        _directory.RequireUsable();
    }

    private static (int Count, long MaxTimestamp) Inspect(ReadOnlySpan<byte> batches)
    {
        if (batches.IsEmpty) throw new ArgumentException("There is no batch.", nameof(batches));
        var (count, timestamp) = (0, -1L);
        while (!batches.IsEmpty)
        {
            if (!RecordBatchHeader.TryRead(batches, out var header) || header.Length > batches.Length)
                throw new ArgumentException("These are not whole batches.", nameof(batches));
            timestamp = Math.Max(timestamp, header.MaxTimestamp);
            batches = batches[header.Length..];
            count++;
        }

        return (count, timestamp);
    }

    private static long Stamp(Span<byte> batches, long offset)
    {
        while (!batches.IsEmpty)
        {
            RecordBatch.SetBaseOffset(batches, offset);
            RecordBatch.SetLeaderEpoch(batches, 0);
            RecordBatchHeader.TryRead(batches, out var header);
            offset = header.NextOffset;
            batches = batches[header.Length..];
        }

        return offset;
    }

    private void Write(LogSegment segment, ReadOnlySpan<byte> batches)
    {
        var file = segment.File.Open();
        try
        {
            Preallocate(segment, batches.Length);
            file.Write(batches, segment.Size);
        }
        catch (Exception e)
        {
            var failure = Undo(segment, e);
            if (ReferenceEquals(failure, e)) throw;
            throw failure;
        }
    }

    private void Preallocate(LogSegment segment, int bytes)
    {
        try
        {
            var made = segment.Preallocate(segment.Size + bytes, _directory.Options.PreallocationStepBytes, _config.SegmentBytes);
            if (made) _directory.Disk.Check();
        }
        catch (FileSystemException e) when (e.Error == FileError.NoSpace)
        {
            // There may be room for the batch and not for a whole step: the write decides.
            _directory.Disk.Check();
        }
    }

    /// <summary>After a failed write any part of it may be in the file: cut it off, or nothing can be appended any more.</summary>
    private Exception Undo(LogSegment segment, Exception cause)
    {
        try
        {
            segment.UndoWrite();
        }
        catch (Exception e)
        {
            return _directory.Fail(new AggregateException($"A failed write to {segment.File.Path} could not be undone.", cause, e));
        }

        return Explain(cause);
    }

    private Exception Explain(Exception cause)
    {
        if (cause is not FileSystemException { Error: FileError.NoSpace }) return cause;
        _directory.Disk.ReportFull();
        _directory.WatchSpace();
        return new DiskFullException($"No space to append to {Name}.", cause);
    }

    private void Track(LogSegment segment, ReadOnlySpan<byte> batches)
    {
        // The bytes are there before an index entry points at them; readers end at the high watermark.
        var position = segment.Size;
        segment.Size = position + batches.Length;
        while (!batches.IsEmpty)
        {
            RecordBatchHeader.TryRead(batches, out var header);
            segment.Track(header, position, _config.IndexIntervalBytes);
            position += header.Length;
            batches = batches[header.Length..];
        }

        segment.LastAppendMs = Touch();
    }

    private AppendResult Publish(long baseOffset, int bytes, bool startsCommit)
    {
        _hasUnsyncedWrites = true;
        if (_config.SyncsBeforeVisible) return new(baseOffset, _directory.Commit.MarkDirty(this, bytes, out var mustWait, startsCommit), mustWait);

        _unflushedRecords += _logEnd - baseOffset;
        Volatile.Write(ref _highWatermark, _logEnd);
        if (_unflushedRecords >= _config.FlushMessages) _directory.Commit.MarkDirty(this, 0, out _);
        else _directory.FlushLater(this);
        return new(baseOffset, default, false);
    }
}
