using RestStream.Storage;
using RestStream.Storage.Files;
using RestStream.Storage.Verification;

namespace RestStream.Broker.Topics;

/// <summary>Checks the topics of a data directory that no process uses, against its logs. Changes nothing.</summary>
public sealed class TopicMetadataVerifier
{
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly List<string> _problems = [];
    private readonly List<TopicRecord> _live = [];
    private readonly List<TopicRecord> _deleted = [];

    private TopicMetadataVerifier(string path, IFileSystem files) => (_directory, _files) = (Path.Combine(path, TopicStore.DirectoryName), files);

    /// <summary>Adds to what was found in the logs: files of topics that cannot be read, two of one name, and partitions with records that no topic owns.</summary>
    /// <param name="path">The data directory.</param>
    /// <param name="files">The files.</param>
    /// <param name="logs">What <see cref="LogVerifier"/> found there.</param>
    /// <exception cref="DataDirectoryException">The directory of the topics cannot be listed.</exception>
    public static LogVerification Verify(string path, IFileSystem files, LogVerification logs)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(logs);
        try
        {
            return logs with { Problems = [.. logs.Problems, .. new TopicMetadataVerifier(path, files).Run(logs.Logs)] };
        }
        catch (FileSystemException e)
        {
            throw new DataDirectoryException($"The data directory {path} cannot be read: {e.Message}", e);
        }
    }

    private List<string> Run(IReadOnlyList<VerifiedLog> logs)
    {
        if (_files.DirectoryExists(_directory)) ReadAll();
        foreach (var twice in _live.GroupBy(topic => topic.Name).Where(topics => topics.Count() > 1)) _problems.Add($"two topic files have the name '{twice.Key}'");
        // Whose partitions those of an unreadable file are is not known.
        if (_problems.Count == 0) ReportUnowned(logs);
        return _problems;
    }

    private void ReadAll()
    {
        foreach (var (name, isDirectory) in _files.List(_directory))
        {
            if (isDirectory) continue;
            if (TopicStore.IsLive(name)) Read(name, _live);
            else if (TopicStore.IsDeleted(name)) Read(name, _deleted);
        }
    }

    private void Read(string name, List<TopicRecord> topics)
    {
        try
        {
            topics.Add(TopicStore.Read(_files, Path.Combine(_directory, name)));
        }
        catch (DataDirectoryException e)
        {
            _problems.Add(e.Message);
        }
    }

    private void ReportUnowned(IReadOnlyList<VerifiedLog> logs)
    {
        var owned = _live.Concat(_deleted).SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition).ToString()));
        var names = owned.ToHashSet(StringComparer.Ordinal);
        foreach (var log in logs.Where(log => log.Bytes > 0 && !names.Contains(log.Partition)))
            _problems.Add($"{log.Partition} holds records and belongs to no topic: restore its topic's file in {_directory}, or move the directory away");
    }
}
