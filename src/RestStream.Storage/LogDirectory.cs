using RestStream.Storage.Files;

namespace RestStream.Storage;

/// <summary>
/// A data directory: its lock, its checkpoints, the logs in it, the one commit loop that syncs them all, and the background work (checkpoints, retention, idle
/// files, delayed deletes). Thread-safe after <see cref="Start"/>.
/// </summary>
public sealed class LogDirectory : IAsyncDisposable
{
    /// <summary>Locks and opens the directory, makes it when absent, reads <c>meta.properties</c> and the checkpoints. No log is open yet.</summary>
    /// <exception cref="DataDirectoryException">It cannot be used; the message says why and what to do.</exception>
    public static LogDirectory Open(LogDirectoryOptions options, IFileSystem files, TimeProvider time, IStorageEvents events) => throw new NotImplementedException();

    /// <summary>The settings.</summary>
    public LogDirectoryOptions Options => throw new NotImplementedException();

    /// <summary>The files, for metadata that lives beside the logs.</summary>
    public IFileSystem Files => throw new NotImplementedException();

    /// <summary>True when the last stop was clean: no recovery is needed.</summary>
    public bool WasCleanlyStopped => throw new NotImplementedException();

    /// <summary>Opens the logs that exist, recovering in parallel what was not cleanly stopped. Cheap for a log that is clean or idle: its files are opened when first used.
    /// Directories of partitions that nobody names here are reported and left alone.</summary>
    /// <exception cref="DataDirectoryException">A log that held records is gone, or belongs to another topic id.</exception>
    public IReadOnlyList<PartitionLog> OpenLogs(IReadOnlyCollection<(TopicPartition Partition, Guid TopicId, LogConfig Config)> logs) => throw new NotImplementedException();

    /// <summary>Makes the directories of new logs, each with its <c>partition.metadata</c>; all durable when it returns.</summary>
    /// <exception cref="DataDirectoryException">A directory with records of another topic stands in the way.</exception>
    public IReadOnlyList<PartitionLog> CreateLogs(IReadOnlyCollection<(TopicPartition Partition, Guid TopicId, LogConfig Config)> logs) => throw new NotImplementedException();

    /// <summary>Closes logs, renames their directories to <c>topic-partition.uuid-delete</c> (durable when it returns) and unlinks them after <see cref="LogConfig.FileDeleteDelayMs"/>, also across a restart.</summary>
    public void DeleteLogs(IReadOnlyCollection<PartitionLog> logs) => throw new NotImplementedException();

    /// <summary>Starts the commit loop and the background work. Called once, after <see cref="OpenLogs"/>.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>Ends when everything up to the ticket is synced.</summary>
    /// <exception cref="LogFailedException">The sync failed: the outcome is unknown.</exception>
    public ValueTask WaitForSyncAsync(CommitTicket ticket) => throw new NotImplementedException();

    /// <summary>True while produces are refused for lack of space; ends by itself.</summary>
    public bool IsDiskFull => throw new NotImplementedException();

    /// <summary>Ends with the reason when the directory has failed for good.</summary>
    public Task<Exception> Failed => throw new NotImplementedException();

    /// <summary>Graceful stop: syncs, writes the checkpoints, trims the files, marks the directory clean, unlocks. After a failure: unlocks only.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
