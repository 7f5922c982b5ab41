using System.Buffers;
using RestStream.Storage.Commit;
using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Storage.Tests.Log;

/// <summary>A data directory with one or more logs on some file system, opened and opened again. The commit loop runs when the test says so, unless threads are asked for.</summary>
internal sealed class LogFixture(IFileSystem files, string path, LogConfig? config = null, int partitions = 1) : IDisposable
{
    public static readonly Guid TopicId = new("11111111-2222-4333-8444-555555555555");

    public ManualTimeProvider Time { get; init; } = new();

    public RecordingStorageEvents Events { get; set; } = new();

    public LogConfig Config { get; set; } = config ?? new();

    public LogDirectoryOptions Options { get; set; } = new() { Path = path, DiskReserveBytes = 0, RecoveryThreads = 1 };

    public SyncMutation Mutation { get; init; }

    public LogDirectory Directory { get; private set; } = null!;

    public IReadOnlyList<PartitionLog> Logs { get; private set; } = [];

    public PartitionLog Log => Logs[0];

    public string PartitionPath => System.IO.Path.Combine(path, "t-0");

    public LogFixture Open(bool threaded = false)
    {
        Events = new();
        Directory = LogDirectory.Open(Options, files, Time, Events, Mutation);
        Logs = Directory.OpenLogs([.. Enumerable.Range(0, partitions).Select(p => (new TopicPartition("t", p), TopicId, Config))]);
        if (threaded) Directory.Start();
        else Directory.StartWithoutThread();
        return this;
    }

    /// <summary>Stops gracefully and opens again.</summary>
    public LogFixture Reopen()
    {
        Stop();
        return Open();
    }

    public void Stop() => Directory.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public AppendResult Append(byte[] batches, int partition = 0) => Logs[partition].Append(batches);

    /// <summary>Appends and syncs.</summary>
    public AppendResult AppendSynced(byte[] batches, int partition = 0)
    {
        var result = Append(batches, partition);
        Commit();
        return result;
    }

    public void Commit()
    {
        while (Directory.Commit.RunOnce())
        {
        }
    }

    /// <summary>All values from an offset on, read as a consumer does; damage is skipped and noted.</summary>
    public List<(long Offset, byte[] Value)> ReadAll(long from = 0, int partition = 0, int maxBytes = 1 << 20, List<(long From, long Next)>? damage = null)
    {
        var log = Logs[partition];
        var found = new List<(long, byte[])>();
        while (true)
        {
            var read = log.Read(from, maxBytes, int.MaxValue, atLeastOne: true);
            if (read.Status == LogReadStatus.Damaged)
            {
                damage?.Add((from, read.NextReadableOffset));
                Assert.True(read.NextReadableOffset > from);
                from = read.NextReadableOffset;
                continue;
            }

            Assert.Equal(LogReadStatus.Ok, read.Status);
            if (read.Buffer is null)
            {
                Assert.True(from >= read.HighWatermark, $"nothing at {from} below {read.HighWatermark}");
                return found;
            }

            var values = Batches.Read(read.Buffer.AsSpan(0, read.Length));
            var next = Batches.NextOffset(read.Buffer.AsSpan(0, read.Length));
            ArrayPool<byte>.Shared.Return(read.Buffer);
            found.AddRange(values.Where(v => v.Offset >= from));
            Assert.True(next > from);
            from = next;
        }
    }

    public void Dispose()
    {
        if (Directory is not null) Stop();
    }
}
