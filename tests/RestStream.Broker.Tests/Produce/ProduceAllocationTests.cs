using RestStream.Core.Produce;
using RestStream.Core.Records;
using Xunit.Abstractions;

namespace RestStream.Broker.Tests.Produce;

public sealed class ProduceAllocationTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 300)]
    [InlineData(16, 2_000)]
    [InlineData(500, 16_000)]
    public async Task Allocation_DoesNotGrowWithTheRecords(int partitions, long limit)
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", partitions, ("flush.messages", $"{long.MaxValue}"), ("flush.ms", $"{long.MaxValue}"));
        using var one = Keyed(1);
        using var ten = Keyed(10);
        using var thousand = Keyed(1_000);
        using var fiveThousand = Keyed(5_000);
        var figures = new[] { one, ten, thousand, fiveThousand }.Select(table => Measure(engine, table)).ToArray();
        output.WriteLine($"{partitions} partitions: {string.Join(", ", figures)} bytes a request of 1, 10, 1,000, 5,000 records");
        Assert.All(figures, bytes => Assert.InRange(bytes, 0, limit));
    }

    private static long Measure(TestEngine engine, RecordTable table)
    {
        const int warmUp = 200, rounds = 200;
        for (var i = 0; i < warmUp; i++) Produce(engine, table);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++) Produce(engine, table);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
    }

    private static void Produce(TestEngine engine, RecordTable table)
    {
        foreach (ref var record in table.Records) record.Partition = -1;
#pragma warning disable CA2012 // A task made of it would be counted.
        var result = engine.Engine.ProduceAsync(new ProduceRequest("quakes", table, Acks.Leader), default);
        if (!result.IsCompletedSuccessfully || result.Result.Errors.Count > 0) Assert.Fail("not stored at once");
#pragma warning restore CA2012
    }

    private static RecordTable Keyed(int count) => Records.Table([.. Enumerable.Range(0, count).Select(i => new Rec($"{i}", $"key-{i}"))]);
}
