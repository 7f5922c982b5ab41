using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Storage;
using RestStream.Storage.Files;
using RestStream.TestKit;
using RestStream.TestKit.Simulation;

namespace RestStream.Broker.Tests.Produce;

public sealed class ProduceFaultTests
{
    private const string Data = "/data";

    [Fact]
    public async Task FailedSync_LeavesTheOutcomeUnknownAndEndsTheEngine()
    {
        var files = new SimulatedFileSystem();
        var engine = await TestEngine.OpenAsync(Data, files);
        await engine.ProduceAsync("quakes", new Rec("synced"));
        files.Fail(new SimulatedFault(1, FileCalls.Sync | FileCalls.SyncVolume) { IsLasting = true });
        using var table = Records.Table(new Rec("0"), new Rec("no such", Partition: 9), new Rec("2"));
        var result = await engine.Engine.ProduceAsync(new ProduceRequest("quakes", table, Acks.All), default);

        Assert.Empty(result.Partitions);
        Assert.Equal(
            [(0, ErrorCode.OutcomeUnknown), (1, ErrorCode.UnknownTopicOrPartition), (2, ErrorCode.OutcomeUnknown)],
            result.Errors.Select(e => (e.Index, e.Error.Code)));
        Assert.Equal(-1, table.Records[0].Offset);
        await Eventually.Ends(engine.Engine.Failed);
        Assert.Equal(EngineStatus.Failed, engine.Engine.Status);
        Assert.Equal(ErrorCode.KafkaStorageError, (await engine.ProduceAsync("quakes", new Rec("more"))).Error?.Code);
        Assert.Equal(ErrorCode.KafkaStorageError, (await engine.TryCreateAsync("other")).Error?.Code);
        Assert.Equal(["synced"], (await engine.ReadAsync("quakes")).Select(r => r.Value));
    }

    [Theory]
    [InlineData(FileError.NoSpace, ErrorCode.DiskFull)]
    [InlineData(FileError.Other, ErrorCode.KafkaStorageError)]
    public async Task FailedWrite_StoresNothingOfItsPartitionAndTheOthersAreStored(FileError error, ErrorCode code)
    {
        var files = new SimulatedFileSystem();
        var time = new ManualTimeProvider();
        await using var engine = await TestEngine.OpenAsync(Data, files, time: time);
        await engine.CreateAsync("quakes", 2);
        await engine.ProduceAsync("quakes", new Rec("a", Partition: 0), new Rec("b", Partition: 1));
        files.Fail(new SimulatedFault(1, FileCalls.Write) { Error = error, Path = path => path.Contains("quakes-1", StringComparison.Ordinal) });
        var result = await engine.ProduceAsync("quakes", new Rec("c", Partition: 0), new Rec("d", Partition: 1), new Rec("e", Partition: 1));

        Assert.Equal(new PartitionReceipt(0, 1, 1), Assert.Single(result.Partitions));
        Assert.Equal([(1, code), (2, code)], result.Errors.Select(e => (e.Index, e.Error.Code)));
        Assert.Equal(["a", "c"], (await engine.ReadAsync("quakes", 0)).Select(r => r.Value));
        Assert.Equal(["b"], (await engine.ReadAsync("quakes", 1)).Select(r => r.Value));

        time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.True(async () => (await engine.ProduceAsync("quakes", new Rec("f", Partition: 1))).Errors.Count == 0);
        Assert.Equal(["b", "f"], (await engine.ReadAsync("quakes", 1)).Select(r => r.Value));
    }

    [Fact]
    public async Task FailedWriteWithAcksNone_IsNotTold()
    {
        var files = new SimulatedFileSystem();
        await using var engine = await TestEngine.OpenAsync(Data, files);
        await engine.ProduceAsync("quakes", new Rec("a"));
        // Not the checkpoint that is written behind the first record.
        files.Fail(new SimulatedFault(1, FileCalls.Write) { Path = path => path.EndsWith(".log", StringComparison.Ordinal) });
        var result = await engine.ProduceAsync("quakes", Acks.None, new Rec("b"));
        Assert.Null(result.Error);
        Assert.Empty(result.Errors);
        Assert.Contains(engine.Events.Of(nameof(IStorageEvents.BackgroundFailed)), e => e.ToString().Contains("quakes-0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnreadablePartition_IsToldAndTheOthersAreRead()
    {
        var files = new SimulatedFileSystem();
        await using var engine = await TestEngine.OpenAsync(Data, files);
        await engine.CreateAsync("quakes", 2);
        await engine.ProduceAsync("quakes", new Rec("a", Partition: 0), new Rec("b", Partition: 1));
        files.Fail(new SimulatedFault(1, FileCalls.Read) { IsLasting = true, Path = path => path.Contains("quakes-0", StringComparison.Ordinal) });
        using var result = await engine.FetchAsync("quakes", 0);
        Assert.Equal(ErrorCode.KafkaStorageError, result.Partitions[0].Error);
        Assert.Equal(["b"], (await engine.ReadAsync("quakes", 1)).Select(r => r.Value));
    }
}
