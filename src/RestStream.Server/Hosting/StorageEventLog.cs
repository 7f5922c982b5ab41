using RestStream.Storage;

namespace RestStream.Server.Hosting;

/// <summary>Logs what storage reports.</summary>
internal sealed class StorageEventLog(ILogger<StorageEventLog> log) : IStorageEvents
{
    public void Recovered(TopicPartition partition, long fromOffset, long endOffset, long bytesRead) =>
        log.Recovered(partition.ToString(), fromOffset, endOffset, bytesRead);

    public void TailCut(TopicPartition partition, long endOffset, long bytes, string keptAs) => log.TailCut(partition.ToString(), endOffset, bytes, keptAs);

    public void DamageFound(TopicPartition partition, long fromOffset, long nextReadableOffset, string reason) =>
        log.DamageFound(partition.ToString(), fromOffset, nextReadableOffset, reason);

    public void IndexRebuilt(TopicPartition partition, long segmentBaseOffset, string reason) => log.IndexRebuilt(partition.ToString(), segmentBaseOffset, reason);

    public void SegmentRolled(TopicPartition partition, long newBaseOffset, string reason) => log.SegmentRolled(partition.ToString(), newBaseOffset, reason);

    public void SegmentDeleted(TopicPartition partition, long baseOffset, string reason) => log.SegmentDeleted(partition.ToString(), baseOffset, reason);

    public void LogCleaned(TopicPartition partition, CleanResult result)
    {
        log.LogCleaned(partition.ToString(), result.FirstDirtyOffset, result.EndOffset, result.BytesRead, result.BytesWritten, result.RecordsKept, result.RecordsRead, result.Duration);
        if (result.KeylessDropped > 0) log.KeylessDropped(partition.ToString(), result.KeylessDropped);
    }

    public void UnknownEntry(string name) => log.UnknownEntry(name);

    public void DiskFullChanged(bool isFull, long freeBytes)
    {
        if (isFull) log.DiskBecameFull(freeBytes);
        else log.DiskHasRoom(freeBytes);
    }

    public void BackgroundFailed(string task, Exception exception) => log.BackgroundFailed(task, exception);

    public void Failed(Exception exception) => log.StorageFailed(exception);
}
