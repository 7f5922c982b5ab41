using System.Buffers;
using RestStream.Storage.Commit;
using RestStream.Storage.Files;
using RestStream.Storage.Log;
using RestStream.Storage.Records;

namespace RestStream.Storage.Compaction;

/// <summary>
/// A compacted segment on its way, in files called <c>.cleaned</c>, which a start removes. Each buffer goes on its way to the disk at once, so that the sync at the end has little left
/// that the commits of the appends would have to wait for; a sync now and then would have the file system's journal commit once more for each, and theirs behind it. Not thread-safe.
/// </summary>
internal sealed class CleanedSegment : IDisposable
{
    private const int BufferBytes = 256 << 10;
    private readonly LogDirectory _directory;
    private readonly CleanerThrottle _throttle;
    private readonly int _indexIntervalBytes;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _buffered;

    public CleanedSegment(LogDirectory directory, PartitionLog log, long baseOffset, CleanerThrottle throttle)
    {
        _directory = directory;
        _throttle = throttle;
        _indexIntervalBytes = log.Config.IndexIntervalBytes;
        Segment = new(directory.Files, log.DirectoryPath, baseOffset, SegmentName.Cleaned) { CreatedMs = directory.NowMs, HasLeaps = true };
        Segment.File.Open(FileOpenMode.CreateOrTruncate);
    }

    public LogSegment Segment { get; }

    /// <summary>The bytes so far.</summary>
    public long Size => Segment.Size + _buffered;

    /// <summary>Adds a batch.</summary>
    public void Append(ReadOnlySpan<byte> batch)
    {
        RecordBatchHeader.TryRead(batch, out var header);
        Segment.Track(header, Size, _indexIntervalBytes);
        while (!batch.IsEmpty)
        {
            var part = batch[..Math.Min(batch.Length, BufferBytes - _buffered)];
            part.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += part.Length;
            batch = batch[part.Length..];
            if (_buffered == BufferBytes) WriteBuffer();
        }
    }

    /// <summary>All of it is on disk when it returns, its names apart.</summary>
    /// <param name="end">Where the next segment begins.</param>
    /// <param name="lastAppend">When what it stands for was last appended to; null when that is not known.</param>
    public void Complete(long end, DateTimeOffset? lastAppend)
    {
        WriteBuffer();
        var indexes = new List<ILogFile>();
        Segment.FlushIndexes(indexes, isFinal: true);
        if (_directory.Commit.Mutation != SyncMutation.SkipCleanedSync)
        {
            Segment.File.Open().Sync();
            foreach (var index in indexes) index.Sync();
        }

        if (lastAppend is { } time) _directory.Files.SetLastWriteTime(Segment.File.Path, time);
        Segment.LastAppendMs = lastAppend?.ToUnixTimeMilliseconds() ?? 0;
        Segment.NextOffset = end;
        Segment.IsIndexed = true;
        Segment.CloseFiles();
    }

    /// <summary>Takes its files away.</summary>
    public void Discard()
    {
        Segment.CloseFilesForGood();
        foreach (var file in new[] { Segment.File, Segment.Offsets.File, Segment.Times.File }) _directory.Files.DeleteFile(file.Path);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void WriteBuffer()
    {
        if (_buffered == 0) return;
        _throttle.Add(_buffered);
        var file = Segment.File.Open();
        file.Write(_buffer.AsSpan(0, _buffered), Segment.Size);
        file.StartWriteback(Segment.Size, _buffered);
        Segment.Size += _buffered;
        _buffered = 0;
    }
}
