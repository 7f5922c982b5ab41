using RestStream.Core;
using RestStream.Core.Fetch;

namespace RestStream.Broker.Tests.Fetch;

public sealed class PartitionOffsetsTests
{
    [Theory]
    [InlineData(PositionKind.Earliest, 0, 2, -1)]
    [InlineData(PositionKind.Latest, 0, 5, -1)]
    [InlineData(PositionKind.Offset, 3, 3, -1)]
    [InlineData(PositionKind.Offset, 5, 5, -1)]
    [InlineData(PositionKind.Offset, 1, 1, -1)]
    [InlineData(PositionKind.Last, 0, 5, -1)]
    [InlineData(PositionKind.Last, 2, 3, -1)]
    [InlineData(PositionKind.Last, long.MaxValue, 2, -1)]
    [InlineData(PositionKind.Timestamp, 300, 3, 300)]
    [InlineData(PositionKind.Timestamp, 301, 4, 400)]
    [InlineData(PositionKind.Timestamp, 401, 5, -1)]
    [InlineData(PositionKind.Timestamp, long.MinValue, 2, 200)]
    public async Task Position_IsFoundInEachPartition(PositionKind kind, long value, long offset, long timestamp)
    {
        await using var engine = await FiveRecordsAsync();
        var all = engine.Engine.Locate("quakes", null, new Position(kind, value));
        var one = engine.Engine.Locate("quakes", 1, new Position(kind, value));
        Assert.Equal(new PartitionOffset(1, offset, timestamp, 2, 5), one.Value!.Single());
        Assert.Equal([0, 1], all.Value!.Select(p => p.Partition));
        Assert.Equal(one.Value![0], all.Value![1]);
    }

    [Fact]
    public async Task OffsetBeyondTheEnd_IsRefusedWithTheBounds()
    {
        await using var engine = await FiveRecordsAsync();
        var error = engine.Engine.Locate("quakes", 1, new Position(PositionKind.Offset, 6)).Error!;
        Assert.Equal(ErrorCode.OffsetOutOfRange, error.Code);
        Assert.Contains("2 to 5", error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", null)]
    [InlineData("quakes", 2)]
    [InlineData("quakes", -1)]
    public async Task UnknownTopicOrPartition_IsRefused(string topic, int? partition)
    {
        await using var engine = await FiveRecordsAsync();
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, engine.Engine.Locate(topic, partition, Position.Earliest).Error?.Code);
    }

    [Fact]
    public async Task DeleteRecords_IsLastingAndMinusOneTakesAll()
    {
        await using var engine = await FiveRecordsAsync();
        var moved = await engine.Engine.DeleteRecordsAsync("quakes", new Dictionary<int, long> { [1] = 4, [0] = -1 }, default);
        Assert.Equal([(0, 5L), (1, 4L)], moved.Value!.Select(p => (p.Partition, p.LogStartOffset)));
        await engine.ReopenAsync();
        Assert.Equal([5L, 4L], engine.Engine.Find("quakes")!.Partitions.Select(p => p.LogStartOffset));
        Assert.Equal(["4"], (await engine.ReadAsync("quakes", 1)).Where(r => r.Offset >= 4).Select(r => r.Value));
    }

    [Fact]
    public async Task DeleteRecordsThatIsPartlyWrong_ChangesNothing()
    {
        await using var engine = await FiveRecordsAsync();
        Assert.Equal(ErrorCode.OffsetOutOfRange, await Delete((0, 3), (1, 6)));
        Assert.Equal(ErrorCode.OffsetOutOfRange, await Delete((0, 3), (1, -2)));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, await Delete((0, 3), (2, 0)));
        Assert.Equal([2L, 2L], engine.Engine.Find("quakes")!.Partitions.Select(p => p.LogStartOffset));

        async Task<ErrorCode?> Delete(params (int Partition, long Before)[] before) =>
            (await engine.Engine.DeleteRecordsAsync("quakes", before.ToDictionary(b => b.Partition, b => b.Before), default)).Error?.Code;
    }

    /// <summary>Two partitions with the offsets 2 to 5; the record at n has the timestamp n * 100.</summary>
    private static async Task<TestEngine> FiveRecordsAsync()
    {
        var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 2);
        for (var p = 0; p < 2; p++)
        {
            for (var i = 0; i < 5; i++) await engine.ProduceAsync("quakes", new Rec($"{i}", Partition: p, Timestamp: i * 100));
        }

        await engine.Engine.DeleteRecordsAsync("quakes", new Dictionary<int, long> { [0] = 2, [1] = 2 }, default);
        return engine;
    }
}
