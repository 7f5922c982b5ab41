using System.Collections.Concurrent;
using RestStream.Storage.Background;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Commit;
using RestStream.Storage.Files;

namespace RestStream.Storage;

/// <summary>
/// A data directory: its lock, its checkpoints, the logs in it, the one commit loop that syncs them all, and the background work (checkpoints, retention, idle
/// files, delayed deletes). Thread-safe after <see cref="Start"/>.
/// </summary>
public sealed partial class LogDirectory : IAsyncDisposable
{
    private readonly ConcurrentDictionary<TopicPartition, PartitionLog> _logs = new();
    private readonly TaskCompletionSource<Exception> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SyncedEndCheckpoint _syncedEnds;
    private readonly BackgroundJobs _jobs;
    private readonly IVolume _volume;
    private readonly IDisposable _lock;
    private readonly Lock _marking = new();
    private volatile bool _isMarkedClean;
    private volatile bool _isStopping;
    private int _isDisposed;

    private LogDirectory(LogDirectoryOptions options, IFileSystem files, TimeProvider time, IStorageEvents events, Held held, SyncMutation mutation)
    {
        (Options, Files, Time, Events) = (options, files, time, events);
        (_lock, _volume) = (held.Lock, held.Volume);
        _syncedEnds = new(this);
        Disk = new(_volume, options.DiskReserveBytes, events);
        Commit = new(this, new SyncStrategy(files, _volume, time), _syncedEnds) { Mutation = mutation };
        _jobs = new(time, events);
        _checkpointJob = _jobs.Add("checkpoint", RunCheckpoint);
        _fullCheckpointJob = _jobs.Add("full checkpoint", RunFullCheckpoint);
        _diskJob = _jobs.Add("check free space", RunDiskCheck);
        _flushJob = _jobs.Add("flush", RunFlush);
        _retentionJob = _jobs.Add("retention", RunRetention);
        _idleJob = _jobs.Add("close idle files", RunIdle);
        _deleteJob = _jobs.Add("delete files", RunDeletes);
        _cleanJob = _jobs.Add("compact logs", RunClean);
        _cleaner = new(this);
    }

    /// <summary>The settings.</summary>
    public LogDirectoryOptions Options { get; }

    /// <summary>The files, for metadata that lives beside the logs.</summary>
    public IFileSystem Files { get; }

    /// <summary>True when the last stop was clean: no recovery is needed.</summary>
    public bool WasCleanlyStopped { get; private set; }

    /// <summary>True while produces are refused for lack of space; ends by itself.</summary>
    public bool IsDiskFull => Disk.IsFull;

    /// <summary>Ends with the reason when the directory has failed for good.</summary>
    public Task<Exception> Failed => _failed.Task;

    internal TimeProvider Time { get; }

    internal IStorageEvents Events { get; }

    internal CommitLoop Commit { get; }

    internal DiskSpace Disk { get; }

    internal long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();

    internal long Ticks => Time.GetTimestamp();

    /// <summary>Starts the commit loop and the background work. Called once, after <see cref="OpenLogs"/>.</summary>
    public void Start()
    {
        _hasThreads = true;
        StartWithoutThread();
        Commit.Start();
    }

    /// <summary>For tests that run the commits and compactions themselves.</summary>
    internal void StartWithoutThread()
    {
        Disk.Check();
        if (Disk.IsFull) WatchSpace();
        if (!_isMarkedClean) TryWriteCheckpoints();
        StartRetention();
        _jobs.Start();
    }

    /// <summary>Has what was appended without starting a commit synced now. Thread-safe; costs nothing while a commit runs, which is followed by the next one anyway.</summary>
    public void StartCommit() => Commit.StartCommit();

    /// <summary>Ends when everything up to the ticket is synced.</summary>
    /// <exception cref="LogFailedException">The sync failed: the outcome is unknown.</exception>
    public ValueTask WaitForSyncAsync(CommitTicket ticket) => Commit.WaitAsync(ticket);

    /// <summary>Graceful stop: syncs, writes the checkpoints, trims the files, marks the directory clean, unlocks. After a failure: unlocks only.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1) return;
        await Task.Run(Stop).ConfigureAwait(false);
    }

    /// <summary>Before the first change of a run: the mark of the clean stop goes, durably.</summary>
    internal void BeginWriting()
    {
        if (!_isMarkedClean) return;
        lock (_marking)
        {
            if (!_isMarkedClean) return;
            Files.DeleteFile(MarkerPath);
            Files.SyncDirectory(Options.Path);
            _isMarkedClean = false;
        }
    }

    internal void RequireUsable()
    {
        if (Commit.Failure is { } failure) throw new LogFailedException(failure.Message, failure.InnerException);
        if (_isStopping) throw new LogClosedException("The data directory is being closed.");
        BeginWriting();
    }

    internal void RequireSpace()
    {
        if (!Disk.IsFull) return;
        WatchSpace();
        throw new DiskFullException($"Less space is free in {Options.Path} than its reserve.");
    }

    internal LogFailedException Fail(Exception cause) => Commit.Fail(cause);

    internal void OnFailed(Exception cause)
    {
        if (_failed.TrySetResult(cause)) Events.Failed(cause);
    }

    private string MarkerPath => PathOf(CleanShutdownMarker.FileName);

    private string PathOf(string name) => Path.Combine(Options.Path, name);

    private void Stop()
    {
        _isStopping = true;
        _jobs.Dispose();
        StopCleaner();
        try
        {
            if (Commit.Failure is null) StopLogs();
            else Abandon();
        }
        finally
        {
            _volume.Dispose();
            _lock.Dispose();
            _cleanerStop.Dispose();
            _cleanerWake.Dispose();
        }
    }

    private void StopLogs()
    {
        foreach (var log in _logs.Values) log.PrepareStop();
        Commit.Stop();
        if (Commit.Failure is not null)
        {
            Abandon();
            return;
        }

        var left = _logs.Values.Select(log => log.Stop()).ToList();
        foreach (var log in _logs.Values) log.SignalWaiters();
        if (_isMarkedClean) return;
        WriteCheckpoints();
        CleanShutdownMarker.Write(Files, MarkerPath, left);
    }

    private void Abandon()
    {
        Commit.Stop();
        foreach (var log in _logs.Values) log.Close();
    }

    private readonly record struct Held(IDisposable Lock, IVolume Volume);
}
