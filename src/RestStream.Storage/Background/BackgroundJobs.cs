namespace RestStream.Storage.Background;

/// <summary>
/// The background work of a data directory: jobs that are due at a time, on one timer that is armed only while a job waits. Jobs run one after another on the timer's thread;
/// one that fails is reported and tried again.
/// </summary>
internal sealed class BackgroundJobs : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly Lock _running = new();
    private readonly List<BackgroundJob> _jobs = [];
    private readonly TimeProvider _time;
    private readonly IStorageEvents _events;
    private readonly ITimer _timer;
    private bool _isStopped = true;

    public BackgroundJobs(TimeProvider time, IStorageEvents events)
    {
        _time = time;
        _events = events;
        _timer = time.CreateTimer(_ => RunDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public BackgroundJob Add(string name, Action run)
    {
        var job = new BackgroundJob(this, name, run);
        lock (_lock) _jobs.Add(job);
        return job;
    }

    public void Start()
    {
        lock (_lock)
        {
            _isStopped = false;
            Arm();
        }
    }

    /// <summary>No job runs any more when it returns.</summary>
    public void Dispose()
    {
        lock (_lock) _isStopped = true;
        _timer.Dispose();
        lock (_running)
        {
        }
    }

    /// <summary>Makes the job due after a time unless it is due earlier.</summary>
    internal void Schedule(BackgroundJob job, TimeSpan after)
    {
        if (job.Due != long.MaxValue && job.Due <= DueAfter(after)) return;
        lock (_lock)
        {
            job.Due = Math.Min(job.Due, DueAfter(after));
            if (!_isStopped) Arm();
        }
    }

    private long DueAfter(TimeSpan after) => _time.GetTimestamp() + (long)(after.TotalSeconds * _time.TimestampFrequency);

    private void Arm()
    {
        var due = _jobs.Min(j => j.Due);
        if (due == long.MaxValue) return;
        var wait = TimeSpan.FromSeconds((due - _time.GetTimestamp()) / (double)_time.TimestampFrequency);
        // Rounded up: a timer that fires early would find nothing due.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 1, int.MaxValue)), Timeout.InfiniteTimeSpan);
    }

    private void RunDue()
    {
        lock (_running)
        {
            foreach (var job in TakeDue()) Run(job);
        }

        lock (_lock)
        {
            if (!_isStopped) Arm();
        }
    }

    private List<BackgroundJob> TakeDue()
    {
        lock (_lock)
        {
            if (_isStopped) return [];
            var now = _time.GetTimestamp();
            var due = _jobs.FindAll(j => j.Due <= now);
            foreach (var job in due) job.Due = long.MaxValue;
            return due;
        }
    }

    private void Run(BackgroundJob job)
    {
        try
        {
            job.Run();
        }
        catch (Exception e)
        {
            _events.BackgroundFailed(job.Name, e);
            Schedule(job, RetryAfter);
        }
    }
}
