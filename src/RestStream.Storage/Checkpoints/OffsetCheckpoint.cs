using System.Globalization;
using RestStream.Storage.Files;

namespace RestStream.Storage.Checkpoints;

/// <summary>Kafka's file of one offset per partition: <c>topic partition offset</c>.</summary>
internal static class OffsetCheckpoint
{
    /// <summary>The synced end of each partition, in the data directory.</summary>
    public const string RecoveryPointFile = "recovery-point-offset-checkpoint";

    /// <summary>The log start offset of each partition where it is not the first segment's, in the data directory.</summary>
    public const string LogStartOffsetFile = "log-start-offset-checkpoint";

    /// <summary>Up to where each partition is compacted, in the data directory.</summary>
    public const string CleanerOffsetFile = "cleaner-offset-checkpoint";

    /// <summary>(ours) Below which offset compaction may have left leaps, in the data directory.</summary>
    public const string CompactedEndFile = "compacted-end-checkpoint";

    /// <summary>Replaces the file atomically; durable when it returns.</summary>
    /// <exception cref="FileSystemException">The old content is still there or the new one already.</exception>
    public static void Write(IFileSystem files, string path, IEnumerable<KeyValuePair<TopicPartition, long>> offsets) =>
        CheckpointText.Write(files, path, offsets.Select(o => Entry(o.Key, o.Value)));

    /// <summary>The line of a partition, without its end.</summary>
    public static string Entry(TopicPartition partition, long offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{partition.Topic} {partition.Partition} {offset}");

    /// <summary>The offsets, or null when there is no such file.</summary>
    /// <exception cref="DamagedFileException">It is there and is not what was written.</exception>
    public static Dictionary<TopicPartition, long>? Read(IFileSystem files, string path)
    {
        IReadOnlyList<string[]>? entries = CheckpointText.Read(files, path, fields: 3);
        if (entries is null)
            return null;
        var offsets = new Dictionary<TopicPartition, long>(entries.Count);
        for (int i = 0; i < entries.Count; i++)
        {
            var partition = new TopicPartition(entries[i][0], (int)CheckpointText.Number(path, i, entries[i][1], int.MaxValue));
            if (!offsets.TryAdd(partition, CheckpointText.Number(path, i, entries[i][2], long.MaxValue)))
                throw CheckpointText.Damaged(path, i, $"{partition} comes twice");
        }
        return offsets;
    }
}
