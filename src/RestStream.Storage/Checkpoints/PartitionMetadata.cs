using System.Text;
using RestStream.Storage.Files;

namespace RestStream.Storage.Checkpoints;

/// <summary>Kafka's file that ties a partition's directory to its topic's id: <c>version: 0</c>, then <c>topic_id: …</c> without an end of line.</summary>
internal static class PartitionMetadata
{
    /// <summary>Its name in a partition's directory.</summary>
    public const string FileName = "partition.metadata";

    private const string VersionLine = "version: 0", IdPrefix = "topic_id: ";

    /// <summary>Replaces the file atomically; durable when it returns, unless the caller syncs the file system itself (<paramref name="syncs"/> false).</summary>
    /// <exception cref="FileSystemException">The old content is still there or the new one already.</exception>
    public static void Write(IFileSystem files, string path, Guid topicId, bool syncs = true) =>
        AtomicFile.Write(files, path, Encoding.ASCII.GetBytes($"{VersionLine}\n{IdPrefix}{KafkaUuid.Format(topicId)}"), syncs);

    /// <summary>The topic's id, or null when there is no such file.</summary>
    /// <exception cref="DamagedFileException">It is there and is not what was written.</exception>
    public static Guid? Read(IFileSystem files, string path)
    {
        byte[]? content = AtomicFile.Read(files, path);
        if (content is null)
            return null;
        string[] lines = CheckpointText.Decode(path, content).TrimEnd('\n').Split('\n');
        if (lines[0] != VersionLine)
            throw new DamagedFileException(path, 1, $"not '{VersionLine}'");
        if (lines.Length != 2 || !lines[1].StartsWith(IdPrefix, StringComparison.Ordinal))
            throw new DamagedFileException(path, 2, $"not '{IdPrefix}…'");
        return KafkaUuid.TryParse(lines[1].AsSpan(IdPrefix.Length), out Guid id) ? id : throw new DamagedFileException(path, 2, "not a topic id");
    }
}
