using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage;

public sealed partial class PartitionLog
{
    private CleanLog _atStop;

    /// <summary>A log that was just made.</summary>
    internal void StartEmpty() => Adopt(new(SegmentList.Empty, 0, 0, []));

    /// <summary>After a clean stop: the files are opened at the first use.</summary>
    internal void StartClean(CleanLog clean)
    {
        _atStop = clean;
        _sizeAtStop = clean.SizeBytes;
        _logStart = clean.LogStartOffset;
        _logEnd = _syncedEnd = _highWatermark = clean.LogEndOffset;
    }

    /// <summary>After any other stop.</summary>
    internal void StartRecovered(long recoveryPoint, long logStart)
    {
        lock (_writer) Adopt(Recover(recoveryPoint, logStart));
    }

    private SegmentList Load()
    {
        lock (_writer)
        {
            if (_segments is { } loaded) return loaded;
            // Its directory may already be another log's.
            if (_isClosed) throw new FileSystemException(FileError.NotFound, $"open the log of {Name}: closed");
            var log = Loader().TryLoadClean(_atStop) ?? Recover(_atStop.LogEndOffset, _atStop.LogStartOffset);
            return Adopt(log);
        }
    }

    private LoadedLog Recover(long recoveryPoint, long logStart)
    {
        _directory.BeginWriting();
        return new LogRecovery(_directory, Partition, _path, _config, CompactedEnd).Run(recoveryPoint, logStart);
    }

    private SegmentList Adopt(LoadedLog log)
    {
        _damage = [.. log.Damage];
        _logStart = log.Start;
        _durableActive = log.Segments.Active;
        _logEnd = _syncedEnd = _highWatermark = log.End;
        return _segments = log.Segments;
    }

    private LogLoader Loader() => new(_directory, _path, _config, CompactedEnd);
}
