using RestStream.Storage.Commit;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Compaction;

/// <summary>
/// One seeded history of a compacted partition: appends of random keys and tombstones, commits, compactions, time that passes, power cuts at any call (also while starting), and after each a
/// comparison with the model.
/// </summary>
internal sealed class CompactionHistory : IDisposable
{
    private const int Lives = 4;
    private readonly Random _random;
    private readonly SyncMutation _mutation;
    private readonly CompactionModel _model = new();
    private readonly LogConfig _config;
    private ManualTimeProvider _time = new();
    private SimulatedFileSystem _disk;
    private LogFixture _server = null!;
    private int _values;
    private long _start;

    private CompactionHistory(int seed, SyncMutation mutation)
    {
        _random = SeededRandom.Of(seed);
        _mutation = mutation;
        _disk = new(seed) { CanSyncVolume = false };
        _config = CompactedLog.Small with
        {
            SegmentBytes = 300 + _random.Next(1500),
            IndexIntervalBytes = _random.Next(300),
            MinCleanableDirtyRatio = _random.Next(3) * 0.3,
            MinCompactionLagMs = _random.Next(4) == 0 ? 2000 : 0,
            DeleteRetentionMs = _random.Next(3) * 2000,
            FileDeleteDelayMs = _random.Next(3) * 1000,
        };
    }

    /// <summary>What went wrong, or null.</summary>
    public static string? Run(int seed, SyncMutation mutation = SyncMutation.None)
    {
        using var history = new CompactionHistory(seed, mutation);
        try
        {
            return history.Run() is { } found ? $"seed {seed}: {found}" : null;
        }
        catch (Exception e)
        {
            return $"seed {seed}: {e}";
        }
    }

    public void Dispose()
    {
        if (_disk.HasCrashed) return;
        _disk.CrashAtCall(int.MaxValue);
        _server.Dispose();
    }

    private string? Run()
    {
        Start();
        for (var life = 0; life < Lives; life++)
        {
            if (Live() is { } wrong) return $"life {life}: {wrong}";
            if (Restart() is { } lost) return $"after life {life}: {lost}";
        }

        return null;
    }

    private string? Live()
    {
        if (_random.Next(4) != 0) _disk.CrashAtCall(1 + _random.Next(400));
        try
        {
            for (var i = _random.Next(120); i > 0; i--)
                if (Step() is { } wrong) return wrong;
            if (_random.Next(5) == 0) _server.Stop();
        }
        catch (Exception e) when (_disk.HasCrashed && e is SimulatedCrashException or LogFailedException or LogClosedException or AggregateException)
        {
            return null;
        }

        return null;
    }

    private string? Step()
    {
        switch (_random.Next(20))
        {
            case < 10:
                Append();
                return null;
            case < 15:
                Commit();
                return null;
            case < 17:
                // A compaction of what was not synced yet, too.
                if (_random.Next(2) == 0) Commit();
                _server.Directory.CleanOnce();
                return null;
            case 17:
                _time.Advance(TimeSpan.FromMilliseconds(_random.Next(3000)));
                return null;
            default:
                Commit();
                return Compare();
        }
    }

    private void Append()
    {
        var records = Enumerable.Range(0, 1 + _random.Next(6)).Select(_ => new Keyed($"key{_random.Next(12)}", _random.Next(5) == 0 ? null : $"{++_values} {new string('x', _random.Next(80))}")).ToArray();
        var offset = _server.Log.LogEndOffset;
        foreach (var record in records) _model.Sent(offset++, record, _server.NowMs());
        _server.Log.Append(Keyed.Batch(_server.NowMs(), records));
    }

    private void Commit()
    {
        _server.Commit();
        _model.AcknowledgedEnd = Math.Max(_model.AcknowledgedEnd, _server.Log.HighWatermark);
    }

    private string? Compare()
    {
        var (log, damage) = (_server.Log, new List<(long, long)>());
        var records = _server.Records(log.LogStartOffset, damage: damage);
        if (_server.Events.Of(nameof(IStorageEvents.DamageFound)) is [var found, ..]) return found.ToString();
        return _model.Compare(records, log.HighWatermark, log.CleanerOffset, _config.DeleteRetentionMs, _server.NowMs());
    }

    private void Start()
    {
        // A clock of its own: the timers of the process before are gone with it.
        _time = new(_time.GetUtcNow());
        _server = new LogFixture(_disk, "/data", _config) { Time = _time, Mutation = _mutation };
        _server.Options = _server.Options with { LogCleanerBackoff = TimeSpan.FromSeconds(4) };
        _server.Open();
    }

    /// <summary>Cuts the power, maybe again while the server starts, and compares.</summary>
    private string? Restart()
    {
        do
        {
            _disk = _disk.Crash(_random.Next());
            if (_random.Next(3) == 0) _disk.CrashAtCall(1 + _random.Next(40));
            if (TryStart() is { } failed) return failed;
        }
        while (_disk.HasCrashed);

        _disk.CrashAtCall(int.MaxValue);
        _model.Forget(_server.Log.LogEndOffset);
        return NoteStart() ?? Compare();
    }

    /// <summary>A first segment that was never synced may be gone while the name of the next one is not: the log begins there then.</summary>
    private string? NoteStart()
    {
        var start = _server.Log.LogStartOffset;
        if (start == _start) return null;
        if (_model.AcknowledgedEnd > _start) return $"the log starts at {start}, not at {_start}";
        _start = start;
        _model.ForgetBelow(start);
        return null;
    }

    private string? TryStart()
    {
        try
        {
            Start();
            return null;
        }
        catch (Exception) when (_disk.HasCrashed)
        {
            return null;
        }
        catch (DataDirectoryException e)
        {
            return e.Message;
        }
    }
}
