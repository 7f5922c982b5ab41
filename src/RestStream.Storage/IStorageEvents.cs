namespace RestStream.Storage;

/// <summary>What storage reports to whoever logs it. Called from any thread; must return soon and not throw.</summary>
public interface IStorageEvents
{
    /// <summary>A partition was recovered after an unclean stop.</summary>
    void Recovered(TopicPartition partition, long fromOffset, long endOffset, long bytesRead);

    /// <summary>A torn tail was cut off and kept beside the log in <paramref name="keptAs"/>.</summary>
    void TailCut(TopicPartition partition, long endOffset, long bytes, string keptAs);

    /// <summary>Damage below the synced end: kept, never served. Reading goes on at <paramref name="nextReadableOffset"/>.</summary>
    void DamageFound(TopicPartition partition, long fromOffset, long nextReadableOffset, string reason);

    /// <summary>An index was missing, damaged or ahead and was rebuilt from the log.</summary>
    void IndexRebuilt(TopicPartition partition, long segmentBaseOffset, string reason);

    /// <summary>A segment was rolled.</summary>
    void SegmentRolled(TopicPartition partition, long newBaseOffset, string reason);

    /// <summary>A segment was deleted by retention or by delete-records.</summary>
    void SegmentDeleted(TopicPartition partition, long baseOffset, string reason);

    /// <summary>A log was compacted up to an offset.</summary>
    void LogCleaned(TopicPartition partition, CleanResult result);

    /// <summary>A name in the data directory that is none of ours; it is left alone.</summary>
    void UnknownEntry(string name);

    /// <summary>Produces are refused (or taken again) because of free space.</summary>
    void DiskFullChanged(bool isFull, long freeBytes);

    /// <summary>A background task failed and will be tried again.</summary>
    void BackgroundFailed(string task, Exception exception);

    /// <summary>A sync or an undo failed: nothing more is acknowledged and the process must end.</summary>
    void Failed(Exception exception);
}
