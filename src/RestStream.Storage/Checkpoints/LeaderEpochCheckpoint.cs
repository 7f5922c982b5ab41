using System.Globalization;
using RestStream.Storage.Files;

namespace RestStream.Storage.Checkpoints;

/// <summary>Kafka's file of a partition's leader epochs: <c>epoch startOffset</c>, both ascending.</summary>
internal static class LeaderEpochCheckpoint
{
    /// <summary>Its name in a partition's directory.</summary>
    public const string FileName = "leader-epoch-checkpoint";

    /// <summary>Replaces the file atomically; durable when it returns, unless the caller syncs the file system itself (<paramref name="syncs"/> false).</summary>
    /// <exception cref="FileSystemException">The old content is still there or the new one already.</exception>
    public static void Write(IFileSystem files, string path, IEnumerable<LeaderEpoch> epochs, bool syncs = true) =>
        CheckpointText.Write(files, path, epochs.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Epoch} {e.StartOffset}")), syncs);

    /// <summary>The epochs, or null when there is no such file.</summary>
    /// <exception cref="DamagedFileException">It is there and is not what was written.</exception>
    public static List<LeaderEpoch>? Read(IFileSystem files, string path)
    {
        IReadOnlyList<string[]>? entries = CheckpointText.Read(files, path, fields: 2);
        if (entries is null)
            return null;
        var epochs = new List<LeaderEpoch>(entries.Count);
        for (int i = 0; i < entries.Count; i++)
        {
            var next = new LeaderEpoch(
                (int)CheckpointText.Number(path, i, entries[i][0], int.MaxValue), CheckpointText.Number(path, i, entries[i][1], long.MaxValue));
            if (i > 0 && (next.Epoch <= epochs[^1].Epoch || next.StartOffset < epochs[^1].StartOffset))
                throw CheckpointText.Damaged(path, i, "epochs and offsets do not ascend");
            epochs.Add(next);
        }
        return epochs;
    }
}
