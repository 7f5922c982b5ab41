using System.Globalization;
using System.Text;
using RestStream.Storage.Files;

namespace RestStream.Storage.Checkpoints;

/// <summary>Kafka's <c>meta.properties</c>, version 1 (KRaft): whose data directory it is.</summary>
/// <param name="NodeId">The node, from 0.</param>
/// <param name="ClusterId">The cluster: a text, as a rule a <see cref="KafkaUuid"/>.</param>
/// <param name="DirectoryId">The directory.</param>
internal sealed record MetaProperties(int NodeId, string ClusterId, Guid DirectoryId)
{
    /// <summary>Its name in the data directory.</summary>
    public const string FileName = "meta.properties";

    private const string Version = "1";

    /// <summary>For a new data directory: random ids.</summary>
    public static MetaProperties Create(int nodeId) => new(nodeId, KafkaUuid.Format(KafkaUuid.Random()), KafkaUuid.Random());

    /// <summary>Replaces the file atomically; durable when it returns.</summary>
    /// <exception cref="FileSystemException">The old content is still there or the new one already.</exception>
    public void Write(IFileSystem files, string path, DateTimeOffset now)
    {
        string date = now.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"#\n#{date}\nnode.id={NodeId}\ndirectory.id={KafkaUuid.Format(DirectoryId)}\nversion={Version}\ncluster.id={ClusterId}\n");
        AtomicFile.Write(files, path, Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The properties, or null when there is no such file.</summary>
    /// <exception cref="DamagedFileException">It is there, and damaged or of another version.</exception>
    public static MetaProperties? Read(IFileSystem files, string path)
    {
        string[]? lines = CheckpointText.ReadLines(files, path);
        if (lines is null)
            return null;
        Dictionary<string, (int Line, string Value)> properties = Parse(path, lines);
        (int versionLine, string version) = Find(path, properties, "version");
        if (version != Version)
            throw new DamagedFileException(path, versionLine, $"version '{version}' is not {Version}");
        (int nodeLine, string node) = Find(path, properties, "node.id");
        if (!int.TryParse(node, NumberStyles.None, CultureInfo.InvariantCulture, out int nodeId))
            throw new DamagedFileException(path, nodeLine, $"node.id '{node}' is no number");
        (int directoryLine, string directory) = Find(path, properties, "directory.id");
        if (!KafkaUuid.TryParse(directory, out Guid directoryId))
            throw new DamagedFileException(path, directoryLine, $"directory.id '{directory}' is no id");
        return new(nodeId, Find(path, properties, "cluster.id").Value, directoryId);
    }

    private static Dictionary<string, (int Line, string Value)> Parse(string path, string[] lines)
    {
        var properties = new Dictionary<string, (int, string)>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] is '#' or '!')
                continue;
            int equals = lines[i].IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw new DamagedFileException(path, i + 1, "no '='");
            if (!properties.TryAdd(lines[i][..equals], (i + 1, lines[i][(equals + 1)..])))
                throw new DamagedFileException(path, i + 1, $"{lines[i][..equals]} comes twice");
        }
        return properties;
    }

    private static (int Line, string Value) Find(string path, Dictionary<string, (int Line, string Value)> properties, string name) =>
        properties.TryGetValue(name, out (int Line, string Value) found) && found.Value.Length > 0
            ? found
            : throw new DamagedFileException(path, 0, $"{name} is missing");
}
