using System.Diagnostics.Metrics;

namespace RestStream.Storage;

/// <summary>The instruments of the meter <c>RestStream.Storage</c>, shared by all data directories of the process.</summary>
internal static class StorageMetrics
{
    private static readonly Meter Meter = new("RestStream.Storage");

    public static readonly Histogram<double> SyncDuration = Meter.CreateHistogram<double>("reststream.storage.sync.duration", "s", "Duration of a sync of all dirty files");
    public static readonly Counter<long> AppendedBytes = Meter.CreateCounter<long>("reststream.storage.appended.bytes", "By", "Bytes of batches written");
    public static readonly Counter<long> AppendedBatches = Meter.CreateCounter<long>("reststream.storage.appended.batches", null, "Batches written");
    public static readonly UpDownCounter<long> UnsyncedBytes = Meter.CreateUpDownCounter<long>("reststream.storage.unsynced.bytes", "By", "Bytes written and not yet synced");
    public static readonly UpDownCounter<long> OpenFiles = Meter.CreateUpDownCounter<long>("reststream.storage.open.files", null, "Open files of segments");
    public static readonly Counter<long> RecoveredBytes = Meter.CreateCounter<long>("reststream.storage.recovered.bytes", "By", "Bytes read by recovery");
    public static readonly Counter<long> CutBytes = Meter.CreateCounter<long>("reststream.storage.cut.bytes", "By", "Bytes of torn tails cut off");
    public static readonly Counter<long> DamagedRanges = Meter.CreateCounter<long>("reststream.storage.damaged.ranges", null, "Damaged ranges found");
    public static readonly Counter<long> CleanerRuns = Meter.CreateCounter<long>("reststream.log.cleaner.runs", null, "Compactions of a log");
    public static readonly Counter<long> CleanerReadBytes = Meter.CreateCounter<long>("reststream.log.cleaner.read.bytes", "By", "Bytes that compactions read");
    public static readonly Counter<long> CleanerWrittenBytes = Meter.CreateCounter<long>("reststream.log.cleaner.written.bytes", "By", "Bytes that compactions wrote");
    public static readonly Histogram<double> CleanTime = Meter.CreateHistogram<double>("reststream.log.cleaner.clean.time", "s", "Duration of a compaction of a log");
    public static readonly Counter<long> DeletedSegments = Meter.CreateCounter<long>("reststream.storage.deleted.segments", null, "Segments deleted");

    private static double _maxDirtyRatio;
    private static double _recopyRatio;
    private static double _bufferUtilization;
    private static int _uncleanablePartitions;
    private static long _lastCleanMs;

    static StorageMetrics()
    {
        Meter.CreateObservableGauge("reststream.log.cleaner.max.dirty.percent", () => 100 * Volatile.Read(ref _maxDirtyRatio), null, "The dirty part of the dirtiest log at the last look");
        Meter.CreateObservableGauge("reststream.log.cleaner.recopy.percent", () => 100 * Volatile.Read(ref _recopyRatio), null, "What the last compaction wrote of what it read");
        Meter.CreateObservableGauge("reststream.log.cleaner.max.buffer.utilization.percent", () => 100 * Volatile.Read(ref _bufferUtilization), null, "How full the last compaction's map of keys was");
        Meter.CreateObservableGauge("reststream.log.cleaner.uncleanable.partitions.count", () => Volatile.Read(ref _uncleanablePartitions), null, "Logs that compaction leaves alone for a while after it failed");
        Meter.CreateObservableGauge("reststream.log.cleaner.last.run.time", () => Volatile.Read(ref _lastCleanMs) / 1000.0, "s", "When the last compaction ended, in seconds since 1970; 0 before the first");
    }

    public static double MaxDirtyRatio
    {
        set => Volatile.Write(ref _maxDirtyRatio, value);
    }

    public static double CleanerBufferUtilization
    {
        set => Volatile.Write(ref _bufferUtilization, value);
    }

    public static int UncleanablePartitions
    {
        set => Volatile.Write(ref _uncleanablePartitions, value);
    }

    /// <summary>A compaction ended.</summary>
    public static void Cleaned(CleanResult result, long nowMs)
    {
        CleanerRuns.Add(1);
        CleanerReadBytes.Add(result.BytesRead);
        CleanerWrittenBytes.Add(result.BytesWritten);
        CleanTime.Record(result.Duration.TotalSeconds);
        Volatile.Write(ref _recopyRatio, result.BytesRead == 0 ? 0 : result.BytesWritten / (double)result.BytesRead);
        Volatile.Write(ref _lastCleanMs, nowMs);
    }
}
