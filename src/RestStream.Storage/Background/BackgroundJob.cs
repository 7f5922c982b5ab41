namespace RestStream.Storage.Background;

/// <summary>Work that is done when it is due.</summary>
internal sealed class BackgroundJob(BackgroundJobs jobs, string name, Action run)
{
    private long _due = long.MaxValue;

    public string Name { get; } = name;

    public Action Run { get; } = run;

    /// <summary>A timestamp of the time provider; <see cref="long.MaxValue"/> when not wanted.</summary>
    public long Due
    {
        get => Volatile.Read(ref _due);
        set => Volatile.Write(ref _due, value);
    }

    /// <summary>Due after a time, unless it is due earlier already.</summary>
    public void RunAfter(TimeSpan time) => jobs.Schedule(this, time);
}
