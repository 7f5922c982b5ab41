using RestStream.Storage.Files;

namespace RestStream.Storage.Commit;

/// <summary>
/// Syncs what a plan names: few files one by one, many by one sync of the file system when its recent durations say that this is cheaper. It waits for other programs'
/// dirty data too, so both ways are measured, and the other one is tried now and then. Used by the commit loop's thread alone.
/// </summary>
internal sealed class SyncStrategy(IFileSystem files, IVolume volume, TimeProvider time)
{
    private const int OneByOneUpTo = 2, TryOtherEvery = 64;
    private readonly RecentDurations _volume = new(), _single = new();
    private int _choices;

    public void Sync(SyncPlan plan)
    {
        if (plan.Count <= OneByOneUpTo || !volume.CanSync) SyncOneByOne(plan);
        else SyncMany(plan);
    }

    private void SyncMany(SyncPlan plan)
    {
        var isCheaper = !_single.Any || !_volume.Any || _volume.SeldomAbove(1) < _single.SeldomAbove(plan.Count);
        var triesOther = ++_choices % TryOtherEvery == 0;
        if (!isCheaper && !triesOther)
        {
            SyncOneByOne(plan);
            return;
        }

        // A few files tell what one costs; all of many would hold up everyone who waits.
        if (triesOther && isCheaper) SyncFiles(plan.Files.Take(OneByOneUpTo), isTry: true);
        SyncVolume(isTry: !isCheaper);
    }

    private void SyncVolume(bool isTry)
    {
        var start = time.GetTimestamp();
        volume.Sync();
        _volume.Add(time.GetTimestamp() - start, isTry);
    }

    private void SyncOneByOne(SyncPlan plan)
    {
        SyncFiles(plan.Files, isTry: false);
        foreach (var directory in plan.Directories) SyncDirectory(directory);
    }

    private void SyncFiles(IEnumerable<ILogFile> some, bool isTry)
    {
        foreach (var file in some)
        {
            var start = time.GetTimestamp();
            SyncFile(file);
            _single.Add(time.GetTimestamp() - start, isTry);
        }
    }

    private static void SyncFile(ILogFile file)
    {
        try
        {
            file.Sync();
        }
        catch (ObjectDisposedException)
        {
            // Its log was deleted after the plan was made: nothing of it is to last. Files of open logs are never closed while unsynced.
        }
    }

    private void SyncDirectory(string directory)
    {
        try
        {
            files.SyncDirectory(directory);
        }
        catch (FileSystemException e) when (e.Error == FileError.NotFound)
        {
            // Renamed for its deletion meanwhile.
        }
    }
}
