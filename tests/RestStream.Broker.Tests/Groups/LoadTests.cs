using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.Storage;
using RestStream.Storage.Records;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Broker.Tests.Groups;

/// <summary>What a start makes of a log that is compacted, or damaged.</summary>
public sealed class LoadTests
{
    private const int Partitions = 64;
    private const int Rounds = 12;

    [Fact]
    public async Task CompactedLog_LoadsAsWhatWasCommitted()
    {
        await using var engine = await TestEngine.OpenAsync(options => options with
        {
            Log = options.Log with { LogCleanerBackoff = TimeSpan.FromMilliseconds(50) },
            Groups = new GroupOptions { OffsetsTopicPartitions = 1, OffsetsTopicSegmentBytes = 1 << 20 },
        });
        await engine.Engine.Coordinator.Loaded;
        await engine.CreateAsync("quakes", Partitions);
        await engine.Engine.Coordinator.CommitAsync("gone", 1);
        await engine.Engine.Coordinator.DeleteGroupAsync("gone");
        await Task.WhenAll(Enumerable.Range(0, Partitions).Select(partition => CommitAllAsync(engine.Engine.Coordinator, partition)));
        await engine.Engine.Coordinator.DeleteOffsetsAsync("g", [new("quakes", 1)]);
        await Eventually.True(() => engine.Events.Of(nameof(IStorageEvents.LogCleaned)).Count > 0, TimeSpan.FromMinutes(2));

        await engine.ReopenAsync();
        await engine.Engine.Coordinator.Loaded;

        Assert.Equal(["g"], engine.Engine.Coordinator.List().Value!.Select(group => group.GroupId));
        for (var partition = 0; partition < Partitions; partition++)
            Assert.Equal(partition == 1 ? null : Rounds, engine.Engine.Coordinator.Committed("g", partition));
    }

    [Fact]
    public async Task Damage_StopsTheStartAndSaysWhereAndWhatToDo()
    {
        var files = new SimulatedFileSystem(1);
        await CommitThreeAsync(files);
        const string segment = "/data/__consumer_offsets-0/00000000000000000000.log";
        files.FlipBit(segment, 8L * files.ReadAll(segment).Length / 2);
        var before = files.ReadAll(segment);

        await using var after = await TestEngine.OpenAsync("/data", files, OnePartition);

        var failed = Assert.IsType<DataDirectoryException>(await Eventually.Ends(after.Engine.Failed));
        Assert.Contains("groups in /data cannot be loaded: __consumer_offsets-0 cannot be read at offset 1: it is damaged up to offset 2. Nothing was changed.", failed.Message, StringComparison.Ordinal);
        Assert.Equal(EngineStatus.Failed, after.Engine.Status);
        Assert.Equal(ErrorCode.CoordinatorLoadInProgress, await after.Engine.Coordinator.CommitAsync("g", 8, partition: 1));
        Assert.Equal(before, files.ReadAll(segment));
    }

    [Fact]
    public async Task CureThatTheMessageNames_StartsWithoutGroups()
    {
        var files = new SimulatedFileSystem(1);
        await CommitThreeAsync(files);
        const string partition = "/data/__consumer_offsets-0", segment = partition + "/00000000000000000000.log";
        files.FlipBit(segment, 8L * files.ReadAll(segment).Length / 2);
        await using (var failing = await TestEngine.OpenAsync("/data", files, OnePartition))
        {
            var message = (await Eventually.Ends(failing.Engine.Failed)).Message;
            files.DeleteFile(Assert.Single(message.Split(' '), word => word.EndsWith(".topic", StringComparison.Ordinal)));
        }

        foreach (var file in files.List(partition).ToList()) files.DeleteFile($"{partition}/{file.Name}");
        files.DeleteDirectory(partition);

        await using (var after = await OpenAsync(files))
        {
            Assert.Null(after.Engine.Coordinator.Committed("g"));
            Assert.Equal(ErrorCode.None, await after.Engine.Coordinator.CommitAsync("g", 8, partition: 1));
        }

        await using var last = await OpenAsync(files);
        Assert.Equal(8, last.Engine.Coordinator.Committed("g", 1));
    }

    [Theory]
    [InlineData("", "", "its record is no offset and no group")]
    [InlineData("0001 0001", "", "its record is no offset and no group")]
    [InlineData("0002 0001", "", "its record is no offset and no group")]
    [InlineData("0002 0001 67", "0003 00", "its record is no offset and no group")]
    [InlineData("0002 0001 67", "0063", "its record is no offset and no group")]
    [InlineData("0001 0001 67 0001 71 00000000", "0003 00", "its record is no offset and no group")]
    public async Task UnreadableRecord_IsNotPassedOver(string key, string value, string reason)
    {
        await using var directory = LogDirectory.Open(new LogDirectoryOptions { Path = "/data", DiskReserveBytes = 0 }, new SimulatedFileSystem(1), new ManualTimeProvider(), new RecordingStorageEvents());
        var log = directory.CreateLogs([(new TopicPartition(OffsetsTopic.Name, 0), Guid.NewGuid(), new LogConfig())])[0];
        directory.Start();
        await AppendAsync(directory, log, OffsetsRecords.Of("g", new TopicPartition("quakes", 0), null));
        await AppendAsync(directory, log, new OffsetsRecord(Bytes(key), Bytes(value)));
        using var coordinator = Coordinator();

        var failed = await Assert.ThrowsAsync<InvalidDataException>(() => coordinator.LoadAsync([log], new HashSet<string>(), e => throw e));

        Assert.StartsWith($"__consumer_offsets-0 cannot be read at offset 1: {reason}", failed.Message, StringComparison.Ordinal);
        Assert.Same(failed, await Assert.ThrowsAsync<InvalidDataException>(() => coordinator.Loaded));
    }

    [Fact]
    public async Task RecordsOfNewerKinds_ArePassedOver()
    {
        await using var directory = LogDirectory.Open(new LogDirectoryOptions { Path = "/data", DiskReserveBytes = 0 }, new SimulatedFileSystem(1), new ManualTimeProvider(), new RecordingStorageEvents());
        var log = directory.CreateLogs([(new TopicPartition(OffsetsTopic.Name, 0), Guid.NewGuid(), new LogConfig())])[0];
        directory.Start();
        await AppendAsync(directory, log, new OffsetsRecord(Bytes("0003 0001 67"), Bytes("0000")));
        await AppendAsync(directory, log, OffsetsRecords.Of("g", new TopicPartition("quakes", 0), new CommittedOffset(7, -1, "", 0)));
        using var coordinator = Coordinator();

        await coordinator.LoadAsync([log], new HashSet<string> { "quakes" }, e => throw e);

        Assert.Equal(7, coordinator.Committed("g"));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static GroupCoordinator Coordinator() =>
        new(new GroupOptions(), new MemoryOffsetsLog(), _ => true, new ManualTimeProvider(), TimeSpan.FromMilliseconds(20));

    private static async Task AppendAsync(LogDirectory directory, PartitionLog log, OffsetsRecord record)
    {
        var buffer = new byte[1 << 10];
        var writer = new RecordBatchWriter(buffer, 0);
        writer.Append(0, record.Key, hasKey: true, record.Value, hasValue: record.Value is not null);
        await directory.WaitForSyncAsync(log.Append(buffer.AsSpan(0, writer.Complete())).Ticket);
    }

    private static async Task CommitThreeAsync(SimulatedFileSystem files)
    {
        await using var engine = await OpenAsync(files);
        await engine.CreateAsync("quakes", 3);
        for (var partition = 0; partition < 3; partition++) await engine.Engine.Coordinator.CommitAsync("g", 7, partition: partition);
    }

    private static async Task CommitAllAsync(GroupCoordinator coordinator, int partition)
    {
        for (var offset = 1; offset <= Rounds; offset++)
            Assert.Equal(ErrorCode.None, await coordinator.CommitAsync("g", offset, partition: partition, metadata: new string('x', 4_000)));
    }

    private static async Task<TestEngine> OpenAsync(SimulatedFileSystem files)
    {
        var engine = await TestEngine.OpenAsync("/data", files, OnePartition);
        await engine.Engine.Coordinator.Loaded;
        return engine;
    }

    private static EngineOptions OnePartition(EngineOptions options) => options with { Groups = new GroupOptions { OffsetsTopicPartitions = 1 } };
}
