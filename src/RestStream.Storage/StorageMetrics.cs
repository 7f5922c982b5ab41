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
    public static readonly Counter<long> DeletedSegments = Meter.CreateCounter<long>("reststream.storage.deleted.segments", null, "Segments deleted");
}
