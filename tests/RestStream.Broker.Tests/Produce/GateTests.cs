using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Core.Schemas;
using RestStream.Core.Topics;

namespace RestStream.Broker.Tests.Produce;

/// <summary>Topics that have their records checked: what the gate is asked, and what becomes of its verdicts.</summary>
public sealed class GateTests
{
    private static readonly TopicSchemas Enforced = new(new SchemaRule(SchemaMode.Enforce), null);

    [Fact]
    public async Task Gate_IsCalledOncePerPartitionsBatch_AndNotForOtherTopics()
    {
        var gate = new ForbiddenWords(RecordAction.Reject);
        await using var engine = await OpenAsync(gate, partitions: 3);

        await engine.ProduceAsync("quakes", new Rec("a", Partition: 2), new Rec("b", Partition: 0), new Rec("c", Partition: 2));
        await engine.ProduceAsync("others", new Rec("a bad word"));

        Assert.Equal([[1], [0, 2]], gate.Calls);
    }

    [Fact]
    public async Task Reject_StoresTheOthersInOrder()
    {
        await using var engine = await OpenAsync(new ForbiddenWords(RecordAction.Reject));

        var result = await engine.ProduceAsync("quakes", new Rec("1"), new Rec("bad"), new Rec("3"));

        Assert.Equal(1, Assert.Single(result.Errors).Index);
        Assert.Equal(ErrorCode.InvalidRecord, result.Errors[0].Error.Code);
        Assert.Equal(new PartitionReceipt(0, 0, 2), Assert.Single(result.Partitions));
        Assert.Equal(["1", "3"], (await engine.ReadAsync("quakes")).Select(record => record.Value));
    }

    [Fact]
    public async Task Warn_StoresAllAndTells()
    {
        await using var engine = await OpenAsync(new ForbiddenWords(RecordAction.Warn));

        var result = await engine.ProduceAsync("quakes", new Rec("1"), new Rec("bad"));

        Assert.Equal(1, Assert.Single(result.Warnings).Index);
        Assert.Empty(result.Errors);
        Assert.Equal(2, (await engine.ReadAsync("quakes")).Count);
    }

    [Fact]
    public async Task DeadLetter_IsStoredElsewhereWithItsProvenance()
    {
        await using var engine = await OpenAsync(new ForbiddenWords(RecordAction.DeadLetter));

        var result = await engine.ProduceAsync("quakes", new Rec("1"), new Rec("a bad one", "k", Timestamp: 1_517_966_773_840, Headers: [("src", "usgs")]), new Rec("bad too"));

        Assert.Equal([1, 2], result.DeadLettered.Select(letter => letter.Index));
        Assert.Equal([0L, 1L], result.DeadLettered.Select(letter => letter.Offset));
        Assert.Empty(result.Errors);
        var letter = (await engine.ReadAsync("quakes.dlq"))[0];
        Assert.Equal(("k", "a bad one"), (letter.Key, letter.Value));
        Assert.Equal(
            [("src", "usgs"), ("reststream.dlq.topic", "quakes"), ("reststream.dlq.partition", "0"), ("reststream.dlq.timestamp", "1517966773840"),
             ("reststream.dlq.reason", "It has a bad word."), ("reststream.dlq.code", "invalid-record"), ("reststream.dlq.pointer", "/word"), ("reststream.dlq.schema.id", "7")],
            letter.Headers);
        Assert.Equal("true", engine.Engine.Find("quakes.dlq")!.Config["reststream.dead.letter"]);
    }

    [Fact]
    public async Task DeadLetter_ThatCannotBeStored_IsAnErrorOfItsRecord()
    {
        await using var engine = await OpenAsync(new ForbiddenWords(RecordAction.DeadLetter), options => options with { MaxTopics = 1 });

        var result = await engine.ProduceAsync("quakes", new Rec("1"), new Rec("bad"));

        Assert.Equal(ErrorCode.PolicyViolation, Assert.Single(result.Errors).Error.Code);
        Assert.Empty(result.DeadLettered);
        Assert.Single(await engine.ReadAsync("quakes"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClosedGate_OrNone_TakesNothing(bool hasGate)
    {
        await using var engine = await OpenAsync(hasGate ? new ForbiddenWords(RecordAction.Reject) { IsOpen = false } : null);

        var result = await engine.ProduceAsync("quakes", new Rec("1"));

        Assert.Equal(ErrorCode.ShuttingDown, result.Error!.Code);
        Assert.Null((await engine.ProduceAsync("others", new Rec("1"))).Error);
    }

    [Fact]
    public async Task HeadersThatTheGateAdds_AreStored()
    {
        var gate = new ForbiddenWords(RecordAction.Reject)
        {
            OnPass = (table, index) =>
            {
                "stamp"u8.CopyTo(table.Scratch(5, out var start));
                ref var record = ref table.Records[index];
                record.HeaderStart = table.AddHeader(new HeaderSlice(start, 5, start, 5));
                record.HeaderCount = 1;
            },
        };
        await using var engine = await OpenAsync(gate, schemas: new TopicSchemas(new SchemaRule(SchemaMode.Enforce) { Stamps = true }, null));

        await engine.ProduceAsync("quakes", [.. Enumerable.Range(0, 500).Select(i => new Rec($"{i}"))]);

        Assert.All(await engine.ReadAsync("quakes"), record => Assert.Equal([("stamp", "stamp")], record.Headers));
    }

    [Fact]
    public async Task Rules_AreKept_AndGoWithTheTopic()
    {
        var rules = new TopicSchemas(
            new SchemaRule(SchemaMode.Warn) { Subject = "s", Version = 3, Strategy = SubjectNameStrategy.RecordName, AssertsFormats = true },
            new SchemaRule(SchemaMode.Enforce) { OnInvalid = InvalidRecordAction.DeadLetter, Stamps = true, AllowsMissing = true });
        await using var engine = await OpenAsync(null, schemas: rules);

        await engine.ReopenAsync();
        Assert.Equal(rules, engine.Engine.Find("quakes")!.Schemas);
        await engine.Engine.AlterAsync("quakes", new TopicChange(2, new Dictionary<string, string?>()), null, false, default);
        Assert.Equal(rules, engine.Engine.Find("quakes")!.Schemas);
        await engine.Engine.DeleteAsync("quakes", null, default);
        await engine.CreateAsync("quakes");
        Assert.Equal(TopicSchemas.None, engine.Engine.Find("quakes")!.Schemas);
    }

    [Fact]
    public async Task TopicOfDeadLetters_CannotBeChecked_NorACheckedOneBecomeSuch()
    {
        await using var engine = await OpenAsync(new ForbiddenWords(RecordAction.Reject));
        await engine.CreateAsync("letters", 1, ("reststream.dead.letter", "true"));

        var marked = await engine.Engine.AlterAsync("quakes", new TopicChange(null, new Dictionary<string, string?> { ["reststream.dead.letter"] = "true" }), null, false, default);
        var enforced = await engine.Engine.AlterAsync("letters", new TopicChange(null, new Dictionary<string, string?>()) { Schemas = Enforced }, null, false, default);

        Assert.Equal(ErrorCode.PolicyViolation, marked.Error!.Code);
        Assert.Equal(ErrorCode.PolicyViolation, enforced.Error!.Code);
        Assert.Single((await engine.ProduceAsync("quakes", new Rec("bad"))).Errors);
    }

    private static async Task<TestEngine> OpenAsync(
        IRecordGate? gate, Func<EngineOptions, EngineOptions>? with = null, int partitions = 1, TopicSchemas? schemas = null)
    {
        var engine = await TestEngine.OpenAsync(with, gate: gate);
        await engine.CreateAsync("quakes", partitions);
        var changed = await engine.Engine.AlterAsync("quakes", new TopicChange(null, new Dictionary<string, string?>()) { Schemas = schemas ?? Enforced }, null, false, default);
        Assert.Null(changed.Error);
        return engine;
    }
}
