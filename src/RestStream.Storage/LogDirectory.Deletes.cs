using RestStream.Storage.Background;
using RestStream.Storage.Files;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    private const long RetryDeleteMs = 60_000;
    private readonly BackgroundJob _deleteJob;
    private readonly Lock _deleting = new();
    private readonly PriorityQueue<string, long> _toDelete = new();

    /// <summary>Unlinks a file, or a directory with its files, after a while.</summary>
    internal void DeleteLater(string path, long delayMs)
    {
        var delay = TimeSpan.FromMilliseconds(Math.Clamp(delayMs, 0, int.MaxValue));
        lock (_deleting) _toDelete.Enqueue(path, NowTicksAfter(delay));
        _deleteJob.RunAfter(delay);
    }

    private long NowTicksAfter(TimeSpan delay) => Ticks + (long)(delay.TotalSeconds * Time.TimestampFrequency);

    private void RunDeletes()
    {
        while (TryTakeDelete(out var path)) TryDelete(path);
        lock (_deleting)
        {
            if (_toDelete.TryPeek(out _, out var due)) _deleteJob.RunAfter(Time.GetElapsedTime(Ticks, due));
        }
    }

    private bool TryTakeDelete(out string path)
    {
        lock (_deleting)
        {
            path = "";
            return _toDelete.TryPeek(out _, out var due) && due <= Ticks && _toDelete.TryDequeue(out path!, out _);
        }
    }

    private void TryDelete(string path)
    {
        try
        {
            Delete(path);
        }
        catch (FileSystemException e)
        {
            Events.BackgroundFailed($"delete {path}", e);
            DeleteLater(path, RetryDeleteMs);
        }
    }

    private void Delete(string path)
    {
        BeginWriting();
        if (!Files.DirectoryExists(path))
        {
            Files.DeleteFile(path);
            return;
        }

        foreach (var (name, _) in Files.List(path)) Files.DeleteFile(Path.Combine(path, name));
        Files.DeleteDirectory(path);
    }
}
