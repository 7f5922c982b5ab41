using RestStream.Core;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Topics;

public sealed class CompactedTopicTests
{
    private static readonly (string, string) Compact = ("cleanup.policy", "compact");

    [Theory]
    [InlineData("compact")]
    [InlineData("compact,delete")]
    public async Task RecordWithoutAKey_IsRefusedAndTheOthersAreStored(string policy)
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 1, ("cleanup.policy", policy));
        var result = await engine.ProduceAsync("quakes", new Rec("1", "a"), new Rec("2"), new Rec("3", ""), new Rec(null, "a"));
        var refused = Assert.Single(result.Errors);
        Assert.Equal((1, ErrorCode.InvalidRecord), (refused.Index, refused.Error.Code));
        Assert.Equal(["a", "", "a"], (await engine.ReadAsync("quakes")).Select(r => r.Key));
    }

    [Fact]
    public async Task TopicThatBecomesCompacted_RefusesFromThenOn()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        Assert.Empty((await engine.ProduceAsync("quakes", new Rec("1"))).Errors);
        await engine.Engine.AlterAsync("quakes", new(null, new Dictionary<string, string?> { ["cleanup.policy"] = "compact" }), null, false, default);
        Assert.Equal(ErrorCode.InvalidRecord, Assert.Single((await engine.ProduceAsync("quakes", new Rec("2"))).Errors).Error.Code);
    }

    [Fact]
    public async Task DeleteRecords_IsForPoliciesWithDelete()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("compacted", 1, Compact);
        await engine.CreateAsync("both", 1, ("cleanup.policy", "compact,delete"));
        foreach (var topic in new[] { "compacted", "both" }) await engine.ProduceAsync(topic, new Rec("1", "a"), new Rec("2", "a"));
        var before = new Dictionary<int, long> { [0] = 1 };
        Assert.Equal(ErrorCode.PolicyViolation, (await engine.Engine.DeleteRecordsAsync("compacted", before, default)).Error?.Code);
        Assert.Equal(1, Assert.Single((await engine.Engine.DeleteRecordsAsync("both", before, default)).Value!).LogStartOffset);
    }

    [Fact]
    public async Task OverwrittenKeys_AreCompactedInTheBackground()
    {
        await using var engine = await TestEngine.OpenAsync(with: o => o with { Log = o.Log with { LogCleanerBackoff = TimeSpan.FromMilliseconds(20) } });
        await engine.CreateAsync("quakes", 1, Compact, ("segment.bytes", "1048576"), ("min.cleanable.dirty.ratio", "0.01"), ("file.delete.delay.ms", "0"));
        var value = $"\"{new string('x', 100_000)}\"";
        for (var i = 0; i < 40; i++) await engine.ProduceAsync("quakes", new Rec(value, $"k{i % 3}"), new Rec($"{i}", "counter"));
        await Eventually.True(() => engine.Engine.Find("quakes")!.Partitions[0].SizeBytes < 2_000_000, TimeSpan.FromMinutes(2));

        await engine.ReopenAsync();
        var (latest, offset, end) = (new Dictionary<string, string?>(), 0L, engine.Engine.Find("quakes")!.Partitions[0].HighWatermark);
        while (offset < end)
        {
            var page = await engine.ReadAsync("quakes", from: offset);
            foreach (var record in page) latest[record.Key!] = record.Value;
            Assert.NotEmpty(page);
            offset = page[^1].Offset + 1;
        }

        Assert.Equal("39", latest["counter"]);
        Assert.Equal(4, latest.Count);
        Assert.Empty(engine.Events.Of(nameof(Storage.IStorageEvents.DamageFound)));
        Assert.Empty(engine.Events.Of(nameof(Storage.IStorageEvents.BackgroundFailed)));
    }
}
