using RestStream.Storage.Files;

namespace RestStream.Storage.Commit;

/// <summary>What one commit makes durable: files, directories whose names changed, and the end of each log that is synced by it.</summary>
internal sealed class SyncPlan
{
    public List<ILogFile> Files { get; } = [];

    public List<string> Directories { get; } = [];

    public List<(PartitionLog Log, long End)> Ends { get; } = [];

    public int Count => Files.Count + Directories.Count;

    public void Clear()
    {
        Files.Clear();
        Directories.Clear();
        Ends.Clear();
    }
}
