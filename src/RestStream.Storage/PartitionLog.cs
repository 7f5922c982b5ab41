using RestStream.Storage.Log;

namespace RestStream.Storage;

/// <summary>
/// The log of one partition. One writer at a time (a lock of its own that readers never take); any number of readers. Thread-safe.
/// </summary>
public sealed partial class PartitionLog
{
    private readonly LogDirectory _directory;
    private readonly Lock _writer = new();
    private readonly string _path;
    private volatile LogConfig _config;
    private volatile SegmentList? _segments;
    private volatile bool _isClosed;
    private long _logStart;
    private long _highWatermark;
    private long _syncedEnd;
    private long _logEnd;
    private long _sizeAtStop;

    internal PartitionLog(LogDirectory directory, string path, TopicPartition partition, Guid topicId, LogConfig config)
    {
        _directory = directory;
        _path = path;
        _config = config;
        Partition = partition;
        TopicId = topicId;
    }

    /// <summary>Which partition.</summary>
    public TopicPartition Partition { get; }

    /// <summary>The id of its topic.</summary>
    public Guid TopicId { get; }

    /// <summary>The first offset that can be read.</summary>
    public long LogStartOffset => Volatile.Read(ref _logStart);

    /// <summary>The offset after the last record that can be read: the synced end, or the written end when the topic leaves flushing to the system.</summary>
    public long HighWatermark => Volatile.Read(ref _highWatermark);

    /// <summary>The offset that the next record gets.</summary>
    public long LogEndOffset => Volatile.Read(ref _logEnd);

    /// <summary>The bytes of all its segments.</summary>
    public long SizeBytes => _segments?.SizeBytes ?? _sizeAtStop;

    /// <summary>The config in force.</summary>
    public LogConfig Config => _config;

    internal string DirectoryPath => _path;

    /// <summary>Everything below is on disk.</summary>
    internal long SyncedEnd => Volatile.Read(ref _syncedEnd);

    /// <summary>Puts another config in force, for the next append, roll or check.</summary>
    public void Configure(LogConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        lock (_writer)
        {
            var flushes = config.SyncsBeforeVisible && !_config.SyncsBeforeVisible;
            _config = config;
            if (config.CompactPolicy) _directory.CleanLater();
            if (flushes && _logEnd > _syncedEnd) _directory.Commit.MarkDirty(this, 0, out _);
        }
    }

    private SegmentList Segments => _segments ?? Load();

    private string Name => Partition.ToString();
}
