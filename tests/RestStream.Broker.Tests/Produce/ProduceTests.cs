using RestStream.Broker.Produce;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using System.Text;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Produce;

public sealed class ProduceTests
{
    [Fact]
    public async Task Record_ComesBackAsItWasGiven()
    {
        await using var engine = await TestEngine.OpenAsync();
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var result = await engine.ProduceAsync(
            "quakes",
            new Rec("{\"mag\":4.2}", "ci37", Timestamp: 1_517_966_773_840, Headers: [("src", "usgs"), ("none", null), ("src", "")]),
            new Rec(null, "ci37"),
            new Rec("", ""),
            new Rec("0"));
        Assert.Equal(new PartitionReceipt(0, 0, 4), Assert.Single(result.Partitions));
        Assert.Equal(Acks.All, result.AcknowledgedAs);

        var stored = await engine.ReadAsync("quakes");
        Assert.Equal(["{\"mag\":4.2}", null, "", "0"], stored.Select(r => r.Value));
        Assert.Equal(["ci37", "ci37", "", null], stored.Select(r => r.Key));
        Assert.Equal([("src", "usgs"), ("none", null), ("src", "")], stored[0].Headers);
        Assert.Equal(1_517_966_773_840, stored[0].Timestamp);
        Assert.InRange(stored[1].Timestamp, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Assert.Equal([0, 1, 2, 3], stored.Select(r => r.Offset));
        Assert.All(stored, r => Assert.True(r.IsJson));
    }

    [Fact]
    public async Task ValuesThatAreNotAllJson_AreNotMarkedSo()
    {
        await using var engine = await TestEngine.OpenAsync();
        using var table = Records.Table(new Rec("not json"));
        table.IsJson = false;
        await engine.Engine.ProduceAsync(new ProduceRequest("quakes", table, Acks.All), default);
        Assert.False((await engine.ReadAsync("quakes")).Single().IsJson);
    }

    [Fact]
    public async Task Key_ChoosesKafkasPartition()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 7);
        using var table = Records.Table([.. Enumerable.Range(0, 300).Select(i => new Rec($"{i}", $"key-{i}"))]);
        var result = await engine.Engine.ProduceAsync(new ProduceRequest("quakes", table, Acks.All), default);
        Assert.Equal(Enumerable.Range(0, 7), result.Partitions.Select(p => p.Partition));
        for (var i = 0; i < table.Count; i++)
            Assert.Equal(Partitioner.PartitionFor(Encoding.UTF8.GetBytes($"key-{i}"), 7), table.Records[i].Partition);
        await AssertStoredWhereToldAsync(engine, table);
    }

    [Fact]
    public async Task NoKey_SticksWithinARequestAndRotatesBetween()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 4);
        var seen = new List<int>();
        for (var i = 0; i < 8; i++) seen.Add(Assert.Single((await engine.ProduceAsync("quakes", new Rec("1"), new Rec("2"), new Rec("3"))).Partitions).Partition);
        Assert.Equal([2, 2, 2, 2], seen.GroupBy(p => p).Select(g => g.Count()));
    }

    [Fact]
    public async Task UnknownPartition_IsTheErrorOfItsRecordAlone()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 2);
        var result = await engine.ProduceAsync("quakes", new Rec("a", Partition: 2), new Rec("b", Partition: 1), new Rec("c", Partition: -2));
        Assert.Equal([0, 2], result.Errors.Select(e => e.Index));
        Assert.All(result.Errors, e => Assert.Equal(ErrorCode.UnknownTopicOrPartition, e.Error.Code));
        Assert.Equal("b", Assert.Single(await engine.ReadAsync("quakes", 1)).Value);
    }

    [Fact]
    public async Task ManyRecords_BecomeContiguousBatchesWithinTheLimit()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 1, ("max.message.bytes", "1000"));
        var random = SeededRandom.Create(_ => { });
        var records = Enumerable.Range(0, 500).Select(i => new Rec(new string('7', random.Next(900)), $"{i}", Timestamp: random.NextInt64(2_000_000_000_000) / 2)).ToArray();
        var result = await engine.ProduceAsync("quakes", records);
        Assert.Equal(new PartitionReceipt(0, 0, 500), Assert.Single(result.Partitions));
        var stored = await engine.ReadAsync("quakes");
        Assert.Equal(records.Select(r => (r.Key, r.Value, r.Timestamp!.Value)), stored.Select(r => (r.Key, r.Value, r.Timestamp)));
        Assert.All(stored, r => Assert.InRange(r.BatchBytes, 62, 1000));
        Assert.True(stored[^1].Batch < 499, "batches hold several records where they fit");
    }

    [Fact]
    public async Task TooLargeRecord_IsRefusedWithTheLimitAndTheOthersAreStored()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 1, ("max.message.bytes", "200"));
        // 61 bytes of header; the record: length 2, attributes 1, deltas 2, key 1, value length 2 and the value, headers 1.
        var largest = new string('1', 200 - 61 - 9);
        var result = await engine.ProduceAsync("quakes", new Rec(largest), new Rec(largest + "1"), new Rec("2"));
        var error = Assert.Single(result.Errors);
        Assert.Equal((1, ErrorCode.MessageTooLarge), (error.Index, error.Error.Code));
        Assert.Contains("201", error.Error.Detail, StringComparison.Ordinal);
        Assert.Contains("200", error.Error.Detail, StringComparison.Ordinal);
        Assert.Equal([largest, "2"], (await engine.ReadAsync("quakes")).Select(r => r.Value));
    }

    [Fact]
    public async Task TimestampOutsideTheBounds_IsRefused()
    {
        var now = new ManualTimeProvider();
        await using var engine = await TestEngine.OpenAsync(time: now);
        await engine.CreateAsync("quakes", 1, ("message.timestamp.before.max.ms", "1000"), ("message.timestamp.after.max.ms", "500"));
        var ms = now.GetUtcNow().ToUnixTimeMilliseconds();
        var result = await engine.ProduceAsync(
            "quakes", new Rec("0", Timestamp: ms - 1000), new Rec("1", Timestamp: ms - 1001), new Rec("2", Timestamp: ms + 500), new Rec("3", Timestamp: ms + 501),
            new Rec("4", Timestamp: -1), new Rec("5", Timestamp: long.MaxValue));
        Assert.Equal([1, 3, 4, 5], result.Errors.Select(e => e.Index));
        Assert.All(result.Errors, e => Assert.Equal(ErrorCode.InvalidTimestamp, e.Error.Code));
        Assert.Equal(["0", "2"], (await engine.ReadAsync("quakes")).Select(r => r.Value));
    }

    [Fact]
    public async Task LogAppendTime_StampsEveryRecord()
    {
        var now = new ManualTimeProvider();
        await using var engine = await TestEngine.OpenAsync(time: now);
        await engine.CreateAsync("quakes", 1, ("message.timestamp.type", "LogAppendTime"));
        await engine.ProduceAsync("quakes", new Rec("0", Timestamp: 5), new Rec("1"));
        var stored = await engine.ReadAsync("quakes");
        Assert.All(stored, r => Assert.Equal((now.GetUtcNow().ToUnixTimeMilliseconds(), true), (r.Timestamp, r.IsAppendTime)));
    }

    [Fact]
    public async Task AcksNone_AnswersWithoutOffsetsAndStores()
    {
        await using var engine = await TestEngine.OpenAsync();
        using var table = Records.Table(new Rec("1"), new Rec("2"));
        var result = await engine.Engine.ProduceAsync(new ProduceRequest("quakes", table, Acks.None), default);
        Assert.Equal((-1L, 2, Acks.None), (result.Partitions[0].BaseOffset, result.Partitions[0].Count, result.AcknowledgedAs));
        Assert.Equal(-1, table.Records[0].Offset);
        await Eventually.True(async () => (await engine.ReadAsync("quakes")).Count == 2);
    }

    [Fact]
    public async Task AcksLeader_AnswersWithOffsets()
    {
        await using var engine = await TestEngine.OpenAsync();
        var result = await engine.ProduceAsync("quakes", Acks.Leader, new Rec("1"));
        Assert.Equal((0L, Acks.Leader), (result.Partitions[0].BaseOffset, result.AcknowledgedAs));
        await Eventually.True(async () => (await engine.ReadAsync("quakes")).Count == 1);
    }

    [Fact]
    public async Task TopicThatLeavesFlushingToTheSystem_SaysSo()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 1, ("flush.messages", $"{long.MaxValue}"), ("flush.ms", $"{long.MaxValue}"));
        Assert.Equal(Acks.Leader, (await engine.ProduceAsync("quakes", new Rec("1"))).AcknowledgedAs);
        Assert.Single(await engine.ReadAsync("quakes"));
    }

    [Fact]
    public async Task CancelledBeforeTheAppend_StoresNothing()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        using var table = Records.Table(new Rec("1"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await engine.Engine.ProduceAsync(new ProduceRequest("quakes", table, Acks.All), new CancellationToken(true)));
        Assert.Empty(await engine.ReadAsync("quakes"));
    }

    [Fact]
    public async Task AutoCreationSwitchedOff_AnUnknownTopicIsRefused()
    {
        await using var engine = await TestEngine.OpenAsync(o => o with { AutoCreateTopics = false });
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await engine.ProduceAsync("quakes", new Rec("1"))).Error?.Code);
    }

    [Theory]
    [InlineData(3, null, 1, ErrorCode.UnknownTopicOrPartition)]
    [InlineData(-1, -5L, 1, ErrorCode.InvalidTimestamp)]
    [InlineData(-1, null, 2_000_000, ErrorCode.MessageTooLarge)]
    public async Task RefusedRecords_MakeNoTopic(int partition, long? timestamp, int length, ErrorCode expected)
    {
        await using var engine = await TestEngine.OpenAsync();
        var refused = new Rec(new string('x', length), Partition: partition, Timestamp: timestamp);

        var result = await engine.ProduceAsync("quakes", refused, refused);

        Assert.Equal([(0, expected), (1, expected)], result.Errors.Select(e => (e.Index, e.Error.Code)));
        Assert.Null(engine.Engine.Find("quakes"));
        Assert.Single((await engine.ProduceAsync("quakes", refused, new Rec("1"))).Errors);
        Assert.Single(await engine.ReadAsync("quakes"));
    }

    [Fact]
    public async Task AutoCreatedTopic_HasTheDefaultPartitionsAndIsThereAfterARestart()
    {
        await using var engine = await TestEngine.OpenAsync(o => o with { DefaultPartitions = 3 });
        await engine.ProduceAsync("quakes", new Rec("1", Partition: 1));
        await engine.ReopenAsync();
        Assert.Equal(3, engine.Engine.Find("quakes")!.Partitions.Count);
        Assert.Single(await engine.ReadAsync("quakes", 1));
    }

    [Fact]
    public async Task NoRecords_AreTakenAndMakeNoTopic()
    {
        await using var engine = await TestEngine.OpenAsync();
        var result = await engine.ProduceAsync("quakes");
        Assert.Null(result.Error);
        Assert.Null(engine.Engine.Find("quakes"));
    }

    [Fact]
    public async Task StoppingEngine_RefusesProducesAndReadsOn()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.ProduceAsync("quakes", new Rec("1"));
        engine.Engine.BeginStop();
        Assert.Equal(EngineStatus.Stopping, engine.Engine.Status);
        Assert.Equal(ErrorCode.ShuttingDown, (await engine.ProduceAsync("quakes", new Rec("2"))).Error?.Code);
        Assert.Equal(ErrorCode.ShuttingDown, (await engine.TryCreateAsync("more")).Error?.Code);
        Assert.Single(await engine.ReadAsync("quakes"));
    }

    [Fact]
    public async Task ConcurrentProducers_KeepTheirRecordsContiguousAndInOrder()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 3, ("max.message.bytes", "400"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(producer => Task.Run(() => ProduceManyAsync(engine, producer))));
        for (var partition = 0; partition < 3; partition++)
        {
            var requests = (await engine.ReadAsync("quakes", partition)).Select(r => r.Value!.Split(':')).ToList();
            var runs = new HashSet<string>();
            for (var i = 0; i < requests.Count; i++)
            {
                if (i > 0 && requests[i][0] == requests[i - 1][0]) Assert.True(int.Parse(requests[i][1], null) > int.Parse(requests[i - 1][1], null));
                else Assert.True(runs.Add(requests[i][0]), $"request {requests[i][0]} lies in two places of partition {partition}");
            }
        }
    }

    private static async Task ProduceManyAsync(TestEngine engine, int producer)
    {
        for (var request = 0; request < 30; request++)
        {
            var name = $"{producer}-{request}";
            using var table = Records.Table([.. Enumerable.Range(0, 40).Select(i => new Rec($"{name}:{i}", $"{i % 5}"))]);
            var result = await engine.Engine.ProduceAsync(new ProduceRequest("quakes", table, request % 2 == 0 ? Acks.All : Acks.Leader), default);
            Assert.Empty(result.Errors);
            if (request % 2 == 0) await AssertStoredWhereToldAsync(engine, table);
        }
    }

    private static async Task AssertStoredWhereToldAsync(TestEngine engine, RecordTable table)
    {
        var expected = Enumerable.Range(0, table.Count).Select(i => table.Records[i]).ToList();
        foreach (var group in expected.GroupBy(r => r.Partition))
        {
            var from = group.Min(r => r.Offset);
            var stored = (await engine.ReadAsync("quakes", group.Key, from)).ToDictionary(r => r.Offset, r => r.Value);
            foreach (var record in group)
                Assert.Equal(Encoding.UTF8.GetString(table.Bytes(record.ValueStart, record.ValueLength)), stored[record.Offset]);
        }
    }
}
