namespace RestStream.Server.Hosting;

/// <summary>Every line that the server itself logs. Nothing per request above Debug.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(100, LogLevel.Error, "{Method} {Path} failed", EventName = "RequestFailed")]
    public static partial void RequestFailed(this ILogger log, string method, string path, Exception exception);

    [LoggerMessage(101, LogLevel.Error, "A call of the hub failed", EventName = "HubCallFailed")]
    public static partial void HubCallFailed(this ILogger log, Exception exception);

    [LoggerMessage(200, LogLevel.Information, "Recovered {Partition} from offset {FromOffset} to {EndOffset}, {BytesRead} bytes read", EventName = "Recovered")]
    public static partial void Recovered(this ILogger log, string partition, long fromOffset, long endOffset, long bytesRead);

    [LoggerMessage(201, LogLevel.Warning, "Cut a torn tail off {Partition} at offset {EndOffset}: {Bytes} bytes, kept as {KeptAs}", EventName = "TailCut")]
    public static partial void TailCut(this ILogger log, string partition, long endOffset, long bytes, string keptAs);

    [LoggerMessage(202, LogLevel.Error, "Damage in {Partition} at offset {FromOffset}, readable again from {NextReadableOffset}: {Reason}", EventName = "DamageFound")]
    public static partial void DamageFound(this ILogger log, string partition, long fromOffset, long nextReadableOffset, string reason);

    [LoggerMessage(203, LogLevel.Information, "Rebuilt an index of {Partition}, segment {SegmentBaseOffset}: {Reason}", EventName = "IndexRebuilt")]
    public static partial void IndexRebuilt(this ILogger log, string partition, long segmentBaseOffset, string reason);

    [LoggerMessage(204, LogLevel.Debug, "Rolled {Partition} at offset {NewBaseOffset}: {Reason}", EventName = "SegmentRolled")]
    public static partial void SegmentRolled(this ILogger log, string partition, long newBaseOffset, string reason);

    [LoggerMessage(205, LogLevel.Information, "Deleted segment {BaseOffset} of {Partition}: {Reason}", EventName = "SegmentDeleted")]
    public static partial void SegmentDeleted(this ILogger log, string partition, long baseOffset, string reason);

    [LoggerMessage(206, LogLevel.Warning, "'{Name}' in the data directory belongs to no topic; it is left alone. If it holds records, restore its topic's file in 'topics', or move it away", EventName = "UnknownEntry")]
    public static partial void UnknownEntry(this ILogger log, string name);

    [LoggerMessage(207, LogLevel.Error, "The disk is full or below its reserve ({FreeBytes} bytes free): produces are refused, reads go on", EventName = "DiskBecameFull")]
    public static partial void DiskBecameFull(this ILogger log, long freeBytes);

    [LoggerMessage(208, LogLevel.Information, "The disk has room again ({FreeBytes} bytes free): produces are taken", EventName = "DiskHasRoom")]
    public static partial void DiskHasRoom(this ILogger log, long freeBytes);

    [LoggerMessage(209, LogLevel.Error, "{Task} failed and will be tried again", EventName = "BackgroundFailed")]
    public static partial void BackgroundFailed(this ILogger log, string task, Exception exception);

    [LoggerMessage(211, LogLevel.Information,
        "Compacted {Partition} from offset {FirstDirtyOffset} to {EndOffset}: {BytesRead} bytes read, {BytesWritten} written, {RecordsKept} of {RecordsRead} records kept, in {Duration}", EventName = "LogCleaned")]
    public static partial void LogCleaned(
        this ILogger log, string partition, long firstDirtyOffset, long endOffset, long bytesRead, long bytesWritten, long recordsKept, long recordsRead, TimeSpan duration);

    [LoggerMessage(212, LogLevel.Warning, "Compaction dropped {Count} records without a key from {Partition}: they were written before its topic was compacted", EventName = "KeylessDropped")]
    public static partial void KeylessDropped(this ILogger log, string partition, long count);

    [LoggerMessage(210, LogLevel.Critical, "Storage failed: nothing more is acknowledged", EventName = "StorageFailed")]
    public static partial void StorageFailed(this ILogger log, Exception exception);

    [LoggerMessage(300, LogLevel.Warning, "{Count} records of _schemas give an id to a second schema; they were passed over", EventName = "SchemaRecordsDropped")]
    public static partial void SchemaRecordsDropped(this ILogger log, int count);

    [LoggerMessage(301, LogLevel.Warning, "Version {Version} of subject {Subject} cannot check anything: records that it should check are refused", EventName = "SchemaUnusable")]
    public static partial void SchemaIsUnusable(this ILogger log, int version, string subject, Exception exception);
}
