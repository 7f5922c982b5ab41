using RestStream.Storage.Background;
using RestStream.Storage.Checkpoints;
using RestStream.Storage.Compaction;

namespace RestStream.Storage;

public sealed partial class LogDirectory
{
    private readonly BackgroundJob _cleanJob;
    private readonly LogCleaner _cleaner;
    private readonly CancellationTokenSource _cleanerStop = new();
    private readonly AutoResetEvent _cleanerWake = new(false);
    private readonly Lock _cleanerOffsetsWriting = new();
    private Dictionary<TopicPartition, long> _cleanerOffsets = [];
    private Dictionary<TopicPartition, long> _compactedEnds = [];
    private Thread? _cleanerThread;
    private bool _hasThreads;

    /// <summary>There is a log with a compact policy: it is looked at soon, and again as long as there is one.</summary>
    internal void CleanLater() => Later(_cleanJob, Options.LogCleanerBackoff);

    /// <summary>Compacts one log, if one is to be compacted now; schedules the next look.</summary>
    internal bool CleanOnce()
    {
        var hasCleaned = _cleaner.RunOnce(_logs.Values, _cleanerStop.Token);
        if (_logs.Values.Any(log => log.Config.CompactPolicy)) _cleanJob.RunAfter(hasCleaned ? TimeSpan.Zero : Options.LogCleanerBackoff);
        return hasCleaned;
    }

    /// <summary>Before a compaction makes the first leap below this offset: readers and recovery must know after any crash that leaps there are no damage.</summary>
    internal void NoteCompacted(PartitionLog log, long end)
    {
        if (end <= log.CompactedEnd) return;
        lock (_cleanerOffsetsWriting)
        {
            var before = log.CompactedEnd;
            log.CompactedEnd = end;
            try
            {
                WriteOffsets(OffsetCheckpoint.CompactedEndFile, l => l.CompactedEnd, _compactedEnds);
            }
            catch
            {
                // Not on disk: the next compaction has to write it before its first leap.
                log.CompactedEnd = before;
                throw;
            }
        }
    }

    /// <summary>The log is compacted up to this offset.</summary>
    internal void NoteCleaned(PartitionLog log, long end)
    {
        lock (_cleanerOffsetsWriting)
        {
            log.CleanerOffset = end;
            WriteOffsets(OffsetCheckpoint.CleanerOffsetFile, l => l.CleanerOffset, _cleanerOffsets);
        }
    }

    /// <summary>A compaction may take minutes: it has a thread of its own, made when it is first needed.</summary>
    private void RunClean()
    {
        if (!_hasThreads)
        {
            CleanOnce();
            return;
        }

        _cleanerThread ??= StartCleaner();
        _cleanerWake.Set();
    }

    private Thread StartCleaner()
    {
        var thread = new Thread(CleanLoop) { IsBackground = true, Name = "RestStream cleaner" };
        thread.Start();
        return thread;
    }

    private void CleanLoop()
    {
        while (true)
        {
            _cleanerWake.WaitOne();
            if (_cleanerStop.IsCancellationRequested) return;
            try
            {
                CleanOnce();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                Events.BackgroundFailed(_cleanJob.Name, e);
                _cleanJob.RunAfter(Options.LogCleanerBackoff);
            }
        }
    }

    /// <summary>No log is being compacted any more when it returns.</summary>
    private void StopCleaner()
    {
        _cleanerStop.Cancel();
        _cleanerWake.Set();
        _cleanerThread?.Join();
    }

    private void ReadCleanerOffsets()
    {
        _cleanerOffsets = OffsetCheckpoint.Read(Files, PathOf(OffsetCheckpoint.CleanerOffsetFile)) ?? [];
        _compactedEnds = OffsetCheckpoint.Read(Files, PathOf(OffsetCheckpoint.CompactedEndFile)) ?? [];
        // A directory that Kafka compacted.
        foreach (var (partition, end) in _cleanerOffsets) _compactedEnds[partition] = Math.Max(end, _compactedEnds.GetValueOrDefault(partition));
    }

    private void ForgetCleanerOffsets(IReadOnlyCollection<PartitionLog> logs)
    {
        lock (_cleanerOffsetsWriting)
        {
            var wereCompacted = logs.Any(log => log.CompactedEnd > 0);
            foreach (var log in logs)
            {
                _cleanerOffsets.Remove(log.Partition);
                _compactedEnds.Remove(log.Partition);
            }

            if (!wereCompacted) return;
            WriteOffsets(OffsetCheckpoint.CleanerOffsetFile, l => l.CleanerOffset, _cleanerOffsets);
            WriteOffsets(OffsetCheckpoint.CompactedEndFile, l => l.CompactedEnd, _compactedEnds);
        }
    }

    private void WriteOffsets(string file, Func<PartitionLog, long> offset, Dictionary<TopicPartition, long> unopened)
    {
        var opened = _logs.Values.Select(log => KeyValuePair.Create(log.Partition, offset(log))).Where(entry => entry.Value > 0);
        OffsetCheckpoint.Write(Files, PathOf(file), opened.Concat(Unopened(unopened)));
    }
}
