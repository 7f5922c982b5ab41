using RestStream.Storage.Commit;
using RestStream.Storage.Tests.Log;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Storage.Tests.Ledger;

/// <summary>
/// One seeded history of a data directory: appends to several partitions, commits, rolls, checkpoints, deletes and retention, power cuts at any call (also while recovering), and after each a
/// comparison with what clients know.
/// </summary>
internal sealed class SimulatedHistory : IDisposable
{
    private const int Lives = 3;
    private readonly Random _random;
    private readonly SyncMutation _mutation;
    private ManualTimeProvider _time = new();
    private readonly PartitionLedger[] _ledgers;
    private readonly LogConfig _config;
    private SimulatedFileSystem _disk;
    private LogFixture _server = null!;
    private long _number;

    private SimulatedHistory(int seed, SyncMutation mutation)
    {
        _random = SeededRandom.Of(seed);
        _mutation = mutation;
        _disk = new(seed) { CanSyncVolume = _random.Next(2) == 0 && mutation == SyncMutation.None };
        _ledgers = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => new PartitionLedger())];
        _config = new()
        {
            SegmentBytes = 400 + _random.Next(2000),
            IndexIntervalBytes = _random.Next(300),
            RetentionBytes = _random.Next(3) == 0 ? 1000 + _random.Next(2000) : -1,
            RetentionMs = _random.Next(4) == 0 ? 30_000 : -1,
            FileDeleteDelayMs = _random.Next(3000),
        };
    }

    /// <summary>What went wrong, or null.</summary>
    public static string? Run(int seed, SyncMutation mutation = SyncMutation.None)
    {
        using var history = new SimulatedHistory(seed, mutation);
        var found = history.Run();
        return found is null ? null : $"seed {seed}: {found}";
    }

    public void Dispose()
    {
        if (!_disk.HasCrashed) _server.Dispose();
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
        if (_random.Next(4) != 0) _disk.CrashAtCall(1 + _random.Next(120));
        try
        {
            for (var i = _random.Next(60); i > 0; i--)
                if (Step() is { } wrong) return wrong;
            if (_random.Next(5) == 0) _server.Stop();
        }
        catch (Exception e) when (_disk.HasCrashed && e is SimulatedCrashException or LogFailedException or LogClosedException or AggregateException)
        {
            return null;
        }
        finally
        {
            foreach (var ledger in _ledgers) ledger.Collect();
        }

        return null;
    }

    private string? Step()
    {
        var partition = _random.Next(_ledgers.Length);
        switch (_random.Next(12))
        {
            case < 6:
                Append(partition);
                return null;
            case < 9:
                _server.Directory.Commit.RunOnce();
                Collect();
                return null;
            case 9:
                _time.Advance(TimeSpan.FromMilliseconds(_random.Next(3000)));
                return null;
            case 10:
                return _ledgers[partition].WasRead(_server.ReadAll(_server.Logs[partition].LogStartOffset, partition));
            default:
                Truncate(partition);
                return null;
        }
    }

    private void Append(int partition)
    {
        var log = _server.Logs[partition];
        var values = Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => ++_number).ToArray();
        var batch = values.Select(n => Batches.Numbered(n, _time.GetUtcNow().ToUnixTimeMilliseconds(), _random.Next(150))).SelectMany(b => b).ToArray();
        var offset = log.LogEndOffset;
        foreach (var value in values) _ledgers[partition].Sent(offset++, value);
        var result = log.Append(batch);
        _ledgers[partition].Waits(new(_server.Directory.WaitForSyncAsync(result.Ticket)), offset);
    }

    private void Truncate(int partition)
    {
        var log = _server.Logs[partition];
        if (_random.Next(3) != 0 || log.HighWatermark == 0) return;
        var before = _random.NextInt64(log.HighWatermark + 1);
        _ledgers[partition].StartRequested(before);
        log.DeleteRecordsAsync(before).AsTask().GetAwaiter().GetResult();
        _ledgers[partition].StartAcknowledged(before);
    }

    private void Collect()
    {
        foreach (var ledger in _ledgers) ledger.Collect();
    }

    private void Start()
    {
        // A clock of its own: the timers of the process before are gone with it.
        _time = new(_time.GetUtcNow());
        _server = new LogFixture(_disk, "/data", _config, _ledgers.Length) { Time = _time, Mutation = _mutation };
        _server.Options = _server.Options with { RetentionCheckInitialDelay = TimeSpan.FromSeconds(2), RetentionCheckInterval = TimeSpan.FromSeconds(3) };
        _server.Open();
    }

    /// <summary>Cuts the power, maybe again while the server recovers, and compares.</summary>
    private string? Restart()
    {
        CutPower();
        while (_random.Next(4) == 0)
        {
            _disk.CrashAtCall(1 + _random.Next(40));
            if (TryStart() is { } failed) return failed;
            CutPower();
        }

        if (TryStart() is { } wrong) return wrong;
        if (Compare() is { } lost) return lost;
        if (_random.Next(3) != 0) return null;

        // Recovering once more changes nothing.
        CutPower();
        if (TryStart() is { } again) return again;
        return Compare();
    }

    private void CutPower() => _disk = _disk.Crash(_random.Next());

    private string? TryStart()
    {
        try
        {
            Start();
            return Damage();
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

    private string? Damage() => _server.Events.Of(nameof(IStorageEvents.DamageFound)) is [var first, ..] ? first.ToString() : null;

    private string? Compare()
    {
        for (var i = 0; i < _ledgers.Length; i++)
        {
            var log = _server.Logs[i];
            var records = _server.ReadAll(log.LogStartOffset, i);
            if (Damage() is { } damage) return damage;
            if (_ledgers[i].Recovered(log.LogStartOffset, log.LogEndOffset, records) is { } wrong) return $"t-{i}: {wrong}";
        }

        return null;
    }
}
