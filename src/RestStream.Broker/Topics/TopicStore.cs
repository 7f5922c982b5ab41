using RestStream.Storage;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Files;

namespace RestStream.Broker.Topics;

/// <summary>
/// The topics on disk: <c>topics/&lt;id&gt;.topic</c> in the data directory, one checked file a topic, replaced atomically. A file is named by the topic's id: a name of 249
/// characters leaves no room for suffixes. No partition's directory can be called <c>topics</c>: theirs end in a dash and a number.
/// <list type="bullet">
/// <item>A topic exists from the moment its file is there: its partitions' directories are made before.</item>
/// <item>A topic is gone from the moment its file is called <c>&lt;id&gt;.deleted</c>: its directories go after; then that file goes too.</item>
/// </list>
/// Not thread-safe: the registry calls it under its change lock.
/// </summary>
internal sealed class TopicStore(IFileSystem files, string dataDirectory, IStorageEvents events)
{
    /// <summary>Their directory in the data directory.</summary>
    public const string DirectoryName = "topics";

    public const string LiveSuffix = ".topic";
    private const string DeletedSuffix = ".deleted";

    private readonly string _directory = Path.Combine(dataDirectory, DirectoryName);

    /// <summary>Reads all topics, making the directory at the first start.</summary>
    /// <returns>The topics that exist, and those whose deletion has to be finished.</returns>
    /// <exception cref="DataDirectoryException">A file cannot be read or trusted: to go on without it would be to lose a topic.</exception>
    public (List<TopicRecord> Live, List<TopicRecord> Deleted) Load()
    {
        var live = new List<TopicRecord>();
        var deleted = new List<TopicRecord>();
        EnsureDirectory();
        foreach (var (name, isDirectory) in files.List(_directory))
        {
            if (!isDirectory && IsLive(name)) live.Add(Read(files, Path.Combine(_directory, name)));
            else if (!isDirectory && IsDeleted(name)) deleted.Add(Read(files, Path.Combine(_directory, name)));
            else if (!name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal)) events.UnknownEntry($"{DirectoryName}/{name}");
        }

        RequireDifferentNames(live);
        return (live, deleted);
    }

    /// <summary>True for the file of a topic that exists.</summary>
    public static bool IsLive(string name) => name.EndsWith(LiveSuffix, StringComparison.Ordinal);

    /// <summary>True for the file of a topic whose deletion has to be finished.</summary>
    public static bool IsDeleted(string name) => name.EndsWith(DeletedSuffix, StringComparison.Ordinal);

    /// <summary>Reads the file of one topic.</summary>
    /// <exception cref="DataDirectoryException">It cannot be read or trusted.</exception>
    public static TopicRecord Read(IFileSystem files, string path)
    {
        try
        {
            var record = TopicRecord.FromJson(AtomicFile.ReadChecked(files, path) ?? throw new FormatException("it vanished"));
            if (Path.GetFileNameWithoutExtension(path) != KafkaUuid.Format(record.Id)) throw new FormatException("it belongs to another topic");
            return record;
        }
        catch (Exception e) when (e is FileSystemException or DamagedFileException or FormatException)
        {
            throw new DataDirectoryException(
                $"The topic file {path} cannot be read ({e.Message}). Nothing was changed. Restore the file from a backup, or move it away to start without its topic.", e);
        }
    }

    /// <summary>Writes a topic, new or changed; durable when it returns.</summary>
    /// <exception cref="FileSystemException">Nothing was changed.</exception>
    /// <exception cref="LogFailedException">What is on disk is unknown.</exception>
    public void Save(TopicRecord record)
    {
        var path = PathOf(record, LiveSuffix);
        var before = AtomicFile.Read(files, path);
        try
        {
            AtomicFile.WriteChecked(files, path, record.ToJson());
        }
        catch (FileSystemException e)
        {
            if (!Holds(path, before)) throw Unknown(record, e);
            throw;
        }
    }

    /// <summary>The first step of a deletion: the topic no longer exists when it returns, also after a power cut.</summary>
    /// <exception cref="FileSystemException">Nothing was changed.</exception>
    /// <exception cref="LogFailedException">What is on disk is unknown.</exception>
    public void MarkDeleted(TopicRecord record)
    {
        files.Rename(PathOf(record, LiveSuffix), PathOf(record, DeletedSuffix));
        try
        {
            files.SyncDirectory(_directory);
        }
        catch (FileSystemException e)
        {
            throw Unknown(record, e);
        }
    }

    /// <summary>The last step of a deletion, after the directories are gone; durable when it returns, so that it never meets a new topic of the name.</summary>
    /// <exception cref="LogFailedException">What is on disk is unknown.</exception>
    public void Forget(TopicRecord record)
    {
        try
        {
            files.DeleteFile(PathOf(record, DeletedSuffix));
            files.SyncDirectory(_directory);
        }
        catch (FileSystemException e)
        {
            throw Unknown(record, e);
        }
    }

    private void EnsureDirectory()
    {
        if (files.DirectoryExists(_directory)) return;
        files.CreateDirectory(_directory);
        files.SyncDirectory(dataDirectory);
    }

    private void RequireDifferentNames(List<TopicRecord> live)
    {
        if (live.GroupBy(record => record.Name).FirstOrDefault(group => group.Count() > 1) is not { } twice) return;
        var paths = string.Join(" and ", twice.Select(record => PathOf(record, LiveSuffix)));
        throw new DataDirectoryException($"Two topic files have the name '{twice.Key}': {paths}. Nothing was changed. Move one of them away.");
    }

    private bool Holds(string path, byte[]? expected)
    {
        try
        {
            var found = AtomicFile.Read(files, path);
            return found is null ? expected is null : expected is not null && found.AsSpan().SequenceEqual(expected);
        }
        catch (Exception e) when (e is FileSystemException or DamagedFileException)
        {
            return false;
        }
    }

    private string PathOf(TopicRecord record, string suffix) => Path.Combine(_directory, KafkaUuid.Format(record.Id) + suffix);

    private static LogFailedException Unknown(TopicRecord record, Exception cause) =>
        new($"The metadata of topic '{record.Name}' may or may not be on disk: {cause.Message}", cause);
}
