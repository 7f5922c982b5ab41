using System.Globalization;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;
using RestStream.Storage.Log;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    private const string DeletedDirectorySuffix = "-delete";
    private const int LongestName = 255;

    // Up to here each file and directory is synced by itself (five syncs a log); from here on one sync of the file system is cheaper.
    private const int FewLogs = 4;

    /// <summary>Opens the logs that exist, recovering in parallel what was not cleanly stopped. Cheap for a log that is clean or idle: its files are opened when first used.
    /// Directories of partitions that nobody names here are reported and left alone.</summary>
    /// <exception cref="DataDirectoryException">A log that held records is gone, or belongs to another topic id.</exception>
    public IReadOnlyList<PartitionLog> OpenLogs(IReadOnlyCollection<(TopicPartition Partition, Guid TopicId, LogConfig Config)> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        var directories = Files.List(Options.Path).Where(e => e.IsDirectory).Select(e => e.Name).ToHashSet();
        ReportUnknown(directories, logs.Select(l => l.Partition.ToString()).ToHashSet());
        var absent = logs.Where(l => !directories.Contains(l.Partition.ToString())).ToList();
        foreach (var (partition, _, _) in absent) RequireNeverWritten(partition);
        CreateLogs(absent);

        var present = logs.Where(l => directories.Contains(l.Partition.ToString())).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Options.RecoveryThreads) };
        Throwing(() => Parallel.ForEach(present, parallel, l => OpenLog(l.Partition, l.TopicId, l.Config)));
        return [.. logs.Select(l => _logs[l.Partition])];
    }

    /// <summary>Makes the directories of new logs, each with its <c>partition.metadata</c>; all durable when it returns.</summary>
    /// <exception cref="DataDirectoryException">A directory with records of another topic stands in the way.</exception>
    /// <exception cref="LogFailedException">A sync of the file system or of the directory failed: nothing more is taken.</exception>
    public IReadOnlyList<PartitionLog> CreateLogs(IReadOnlyCollection<(TopicPartition Partition, Guid TopicId, LogConfig Config)> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (logs.Count == 0) return [];
        BeginWriting();
        var syncsTogether = logs.Count > FewLogs && _volume.CanSync;
        foreach (var (partition, topicId, _) in logs) CreateDirectoryOf(partition, topicId, syncs: !syncsTogether);
        if (syncsTogether) SyncVolume();
        else SyncNames();
        return [.. logs.Select(l => Add(l.Partition, l.TopicId, l.Config, log => log.StartEmpty()))];
    }

    /// <summary>Closes logs, renames their directories to <c>topic-partition.uuid-delete</c> (durable when it returns) and unlinks them after <see cref="LogConfig.FileDeleteDelayMs"/>, also across a restart.</summary>
    public void DeleteLogs(IReadOnlyCollection<PartitionLog> logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (logs.Count == 0) return;
        BeginWriting();
        foreach (var log in logs)
        {
            log.Close();
            _logs.TryRemove(log.Partition, out _);
        }

        // First the checkpoints: a new log of the same name must not inherit their offsets.
        ForgetInCheckpoints(logs);
        foreach (var log in logs) DeleteDirectoryOf(log);
        Files.SyncDirectory(Options.Path);
    }

    private static void Throwing(Action parallel)
    {
        try
        {
            parallel();
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void ReportUnknown(HashSet<string> directories, HashSet<string> named)
    {
        foreach (var name in directories)
        {
            if (IsDeleted(name)) DeleteLater(PathOf(name), new LogConfig().FileDeleteDelayMs);
            else if (LooksLikePartition(name) && !named.Contains(name)) Events.UnknownEntry(name);
        }
    }

    // Other directories (the broker's topics) are for others to know.
    private static bool LooksLikePartition(string name)
    {
        var dash = name.LastIndexOf('-');
        return dash > 0 && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsDeleted(string name)
    {
        const int UuidDigits = 32;
        if (!name.EndsWith(DeletedDirectorySuffix, StringComparison.Ordinal)) return false;
        var dot = name.LastIndexOf('.');
        var uuid = dot < 0 ? "" : name[(dot + 1)..^DeletedDirectorySuffix.Length];
        return uuid.Length == UuidDigits && Guid.TryParseExact(uuid, "N", out _);
    }

    private void RequireNeverWritten(TopicPartition partition)
    {
        if (_recoveryPoints.GetValueOrDefault(partition) > 0 || _clean.GetValueOrDefault(partition).LogEndOffset > 0)
            throw new DataDirectoryException($"The log {PathOf(partition.ToString())} held records and is gone; restore it, or delete the topic's other files to give it up.");
    }

    private void OpenLog(TopicPartition partition, Guid topicId, LogConfig config)
    {
        RequireTopic(partition, topicId);
        if (_clean.TryGetValue(partition, out var clean)) Add(partition, topicId, config, log => log.StartClean(clean));
        else Add(partition, topicId, config, log => log.StartRecovered(_recoveryPoints.GetValueOrDefault(partition), _logStarts.GetValueOrDefault(partition)));
    }

    private bool HoldsRecords(TopicPartition partition) =>
        Files.List(PathOf(partition.ToString())).Any(e => e.Name.EndsWith(SegmentName.Log, StringComparison.Ordinal));

    private void RequireTopic(TopicPartition partition, Guid topicId)
    {
        var path = Path.Combine(PathOf(partition.ToString()), PartitionMetadata.FileName);
        Guid? found;
        try
        {
            found = PartitionMetadata.Read(Files, path);
        }
        catch (DamagedFileException) when (!HoldsRecords(partition))
        {
            // A power cut while it was being made.
            found = null;
        }
        catch (DamagedFileException e)
        {
            throw new DataDirectoryException($"{e.Message}. Restore it from a backup.", e);
        }

        if (found is null) WriteIdentity(partition, topicId, syncs: true);
        else if (found != topicId) throw new DataDirectoryException($"{path} belongs to the topic with id {KafkaUuid.Format(found.Value)}, not {KafkaUuid.Format(topicId)}; move that directory away.");
    }

    private PartitionLog Add(TopicPartition partition, Guid topicId, LogConfig config, Action<PartitionLog> start)
    {
        var log = new PartitionLog(this, PathOf(partition.ToString()), partition, topicId, config);
        log.CleanerOffset = _cleanerOffsets.GetValueOrDefault(partition);
        log.CompactedEnd = _compactedEnds.GetValueOrDefault(partition);
        start(log);
        if (config.CompactPolicy) CleanLater();
        return _logs[partition] = log;
    }

    private void SyncVolume()
    {
        try
        {
            _volume.Sync();
        }
        catch (FileSystemException e)
        {
            // The error may have been one of the logs', and it is told only once.
            throw Fail(e);
        }
    }

    private void SyncNames()
    {
        try
        {
            Files.SyncDirectory(Options.Path);
        }
        catch (FileSystemException e)
        {
            // The names are there and may never be on disk: the next sync would say that all is well, and the next attempt take them over.
            throw Fail(e);
        }
    }

    private void CreateDirectoryOf(TopicPartition partition, Guid topicId, bool syncs)
    {
        var path = PathOf(partition.ToString());
        if (_logs.ContainsKey(partition)) throw new DataDirectoryException($"The log {path} exists already.");
        if (!Files.DirectoryExists(path)) Files.CreateDirectory(path);
        else if (HoldsRecords(partition))
            throw new DataDirectoryException($"The directory {path} holds records already; move it away.");
        WriteIdentity(partition, topicId, syncs);
    }

    private void WriteIdentity(TopicPartition partition, Guid topicId, bool syncs)
    {
        var path = PathOf(partition.ToString());
        BeginWriting();
        LeaderEpochCheckpoint.Write(Files, Path.Combine(path, LeaderEpochCheckpoint.FileName), [new(0, 0)], syncs);
        PartitionMetadata.Write(Files, Path.Combine(path, PartitionMetadata.FileName), topicId, syncs);
    }

    private void DeleteDirectoryOf(PartitionLog log)
    {
        var suffix = $".{Guid.NewGuid():N}{DeletedDirectorySuffix}";
        var name = log.Partition.ToString();
        name = name[..Math.Min(name.Length, LongestName - suffix.Length)] + suffix;
        Files.Rename(log.DirectoryPath, PathOf(name));
        DeleteLater(PathOf(name), log.Config.FileDeleteDelayMs);
    }
}
