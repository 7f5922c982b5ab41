using RestStream.Storage.Files;

namespace RestStream.Storage.Background;

/// <summary>Whether there is room to append: looked up in the background and when space is reserved, so that an append reads one flag.</summary>
internal sealed class DiskSpace(IVolume volume, long? reserveBytes, IStorageEvents events)
{
    private const long LargestDefaultReserve = 1L << 30;
    private const int DefaultReserveDivisor = 20;

    // After a write failed for lack of space: more than the largest batch must be free before another is tried.
    private const long FreeAfterFailure = 4 << 20;

    private readonly Lock _lock = new();
    private volatile bool _isFull;
    private bool _hasFailed;

    public bool IsFull => _isFull;

    /// <summary>A write failed for lack of space, whatever the file system says.</summary>
    public void ReportFull()
    {
        lock (_lock)
        {
            _hasFailed = true;
            Change(true, volume.Space().FreeBytes);
        }
    }

    /// <summary>Asks the file system.</summary>
    public void Check()
    {
        lock (_lock)
        {
            var (free, total) = volume.Space();
            var reserve = reserveBytes ?? Math.Min(LargestDefaultReserve, total / DefaultReserveDivisor);
            if (_hasFailed) reserve = Math.Max(reserve, Math.Min(FreeAfterFailure, total / DefaultReserveDivisor));
            Change(free < reserve, free);
        }
    }

    private void Change(bool isFull, long free)
    {
        if (!isFull) _hasFailed = false;
        if (_isFull == isFull) return;
        _isFull = isFull;
        events.DiskFullChanged(isFull, free);
    }
}
