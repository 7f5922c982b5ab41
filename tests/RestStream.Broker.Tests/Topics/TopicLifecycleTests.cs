using RestStream.Core;
using RestStream.Core.Topics;

namespace RestStream.Broker.Tests.Topics;

public sealed class TopicLifecycleTests
{
    [Fact]
    public async Task CreatedTopic_IsDescribedAndSurvivesARestart()
    {
        await using var engine = await TestEngine.OpenAsync();
        var made = await engine.CreateAsync("quakes", 3, ("retention.ms", " 1000 "), ("flush.ms", "5"));
        await engine.ReopenAsync();
        var found = engine.Engine.Find("quakes")!;
        Assert.Equal((made.Id, 1, 3), (found.Id, found.Version, found.Partitions.Count));
        Assert.Equal("1000", found.Config["retention.ms"]);
        Assert.Equal("1073741824", found.Config["segment.bytes"]);
        Assert.Equal(["flush.ms", "retention.ms"], found.ConfigOverrides);
        Assert.Equal(new TopicHandle("quakes", made.Id, 3), engine.Engine.Resolve("quakes"));
    }

    [Fact]
    public async Task LongestName_Works()
    {
        await using var engine = await TestEngine.OpenAsync();
        var name = new string('x', TopicName.MaxLength);
        await engine.CreateAsync(name, 2);
        await engine.ProduceAsync(name, new Rec("1", Partition: 1));
        await engine.ReopenAsync();
        Assert.Single(await engine.ReadAsync(name, 1));
        Assert.True((await engine.Engine.DeleteAsync(name, null, default)).IsSuccess);
        await engine.ReopenAsync();
        Assert.Null(engine.Engine.Find(name));
    }

    [Fact]
    public async Task SecondCreation_IsRefused()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        Assert.Equal(ErrorCode.TopicAlreadyExists, (await engine.TryCreateAsync("quakes")).Error?.Code);
    }

    [Fact]
    public async Task RacingCreations_OneWins()
    {
        await using var engine = await TestEngine.OpenAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => engine.TryCreateAsync("quakes", 2))));
        Assert.Single(made, m => m.IsSuccess);
        Assert.All(made.Where(m => !m.IsSuccess), m => Assert.Equal(ErrorCode.TopicAlreadyExists, m.Error!.Code));
    }

    [Fact]
    public async Task RacingFirstRecords_AreAllStored()
    {
        await using var engine = await TestEngine.OpenAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => engine.ProduceAsync("quakes", new Rec($"{i}")))));
        Assert.All(results, result => Assert.Null(result.Error));
        Assert.Equal(8, (await engine.ReadAsync("quakes")).Select(r => r.Value).Distinct().Count());
    }

    [Theory]
    [InlineData("", ErrorCode.InvalidTopicException)]
    [InlineData("..", ErrorCode.InvalidTopicException)]
    [InlineData("a/b", ErrorCode.InvalidTopicException)]
    [InlineData("__mine", ErrorCode.InternalTopic)]
    [InlineData("_schemas", ErrorCode.InternalTopic)]
    public async Task ForbiddenName_IsRefused(string name, ErrorCode code)
    {
        await using var engine = await TestEngine.OpenAsync();
        Assert.Equal(code, (await engine.TryCreateAsync(name)).Error?.Code);
        Assert.Equal(code, (await engine.ProduceAsync(name, new Rec("1"))).Error?.Code);
        Assert.Empty(engine.Engine.List(null, 10, true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(501)]
    [InlineData(int.MaxValue)]
    public async Task PartitionsOutOfRange_AreRefused(int partitions)
    {
        await using var engine = await TestEngine.OpenAsync();
        Assert.Equal(ErrorCode.InvalidPartitions, (await engine.TryCreateAsync("quakes", partitions)).Error?.Code);
    }

    [Fact]
    public async Task LimitsOfAllTopicsTogether_AreKept()
    {
        await using var engine = await TestEngine.OpenAsync(o => o with { MaxTopics = 2, MaxPartitions = 4 });
        await engine.CreateAsync("a", 3);
        Assert.Equal(ErrorCode.InvalidPartitions, (await engine.TryCreateAsync("b", 2)).Error?.Code);
        Assert.Equal(ErrorCode.InvalidPartitions, (await engine.Engine.AlterAsync("a", new TopicChange(5, NoConfig), null, false, default)).Error?.Code);
        await engine.CreateAsync("b", 1);
        Assert.Equal(ErrorCode.PolicyViolation, (await engine.TryCreateAsync("c", 1)).Error?.Code);
        Assert.True((await engine.Engine.DeleteAsync("a", null, default)).IsSuccess);
        await engine.CreateAsync("c", 3);
    }

    [Fact]
    public async Task WrongConfigs_AreToldAllAtOnceAndNothingIsMade()
    {
        await using var engine = await TestEngine.OpenAsync();
        var error = (await engine.TryCreateAsync("quakes", 1, ("nope", "1"), ("segment.ms", "0"))).Error!;
        Assert.Equal(ErrorCode.InvalidConfig, error.Code);
        Assert.Equal(["/config/nope", "/config/segment.ms"], error.Items!.Select(i => i.Pointer));
        Assert.Null(engine.Engine.Find("quakes"));
    }

    [Fact]
    public async Task ValidateOnly_SaysWhatWouldBeAndChangesNothing()
    {
        await using var engine = await TestEngine.OpenAsync();
        var made = await engine.Engine.CreateAsync(new TopicSpec("quakes", 3, Config(("retention.ms", "1"))), true, default);
        Assert.Equal((3, "1"), (made.Value!.Partitions.Count, made.Value.Config["retention.ms"]));
        Assert.Null(engine.Engine.Find("quakes"));

        await engine.CreateAsync("quakes", 2);
        var altered = await engine.Engine.AlterAsync("quakes", new TopicChange(4, NoConfig), null, true, default);
        Assert.Equal(4, altered.Value!.Partitions.Count);
        Assert.Equal((1, 2), (engine.Engine.Find("quakes")!.Version, engine.Engine.Find("quakes")!.Partitions.Count));
    }

    [Fact]
    public async Task Alter_SetsAndUnsetsConfigsAndAddsPartitions()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 1, ("retention.ms", "1000"), ("segment.ms", "1000"));
        var altered = await engine.Engine.AlterAsync(
            "quakes", new TopicChange(3, ConfigOrNull(("retention.ms", null), ("max.message.bytes", "500"))), 1, false, default);
        Assert.Equal(2, altered.Value!.Version);
        await engine.ReopenAsync();
        var found = engine.Engine.Find("quakes")!;
        Assert.Equal(["max.message.bytes", "segment.ms"], found.ConfigOverrides);
        Assert.Equal("604800000", found.Config["retention.ms"]);
        Assert.Equal((2, 3), (found.Version, found.Partitions.Count));
        Assert.Empty((await engine.ProduceAsync("quakes", new Rec("1", Partition: 2))).Errors);
        Assert.Equal(ErrorCode.MessageTooLarge, (await engine.ProduceAsync("quakes", new Rec(new string('1', 500)))).Errors[0].Error.Code);
    }

    [Fact]
    public async Task AlterThatChangesNothing_KeepsTheVersion()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 2, ("retention.ms", "1000"));
        var altered = await engine.Engine.AlterAsync("quakes", new TopicChange(2, ConfigOrNull(("retention.ms", "1000"))), null, false, default);
        Assert.Equal(1, altered.Value!.Version);
    }

    [Fact]
    public async Task RefusedAlter_ChangesNothing()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 2);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, await Alter(engine, "other", new TopicChange(3, NoConfig), null));
        Assert.Equal(ErrorCode.PreconditionFailed, await Alter(engine, "quakes", new TopicChange(3, NoConfig), 7));
        Assert.Equal(ErrorCode.InvalidPartitions, await Alter(engine, "quakes", new TopicChange(1, NoConfig), null));
        Assert.Equal(ErrorCode.InvalidConfig, await Alter(engine, "quakes", new TopicChange(3, ConfigOrNull(("nope", null))), null));
        Assert.Equal(ErrorCode.InvalidConfig, await Alter(engine, "quakes", new TopicChange(3, ConfigOrNull(("flush.ms", "-1"))), null));
        Assert.Equal((1, 2), (engine.Engine.Find("quakes")!.Version, engine.Engine.Find("quakes")!.Partitions.Count));
    }

    [Fact]
    public async Task DeletedTopic_IsGoneAndComesBackEmptyUnderAnotherId()
    {
        await using var engine = await TestEngine.OpenAsync();
        var first = await engine.CreateAsync("quakes", 2);
        await engine.ProduceAsync("quakes", new Rec("1", Partition: 0));
        Assert.Equal(ErrorCode.PreconditionFailed, (await engine.Engine.DeleteAsync("quakes", 2, default)).Error?.Code);
        Assert.Equal(first.Id, (await engine.Engine.DeleteAsync("quakes", 1, default)).Value!.Id);
        Assert.Null(engine.Engine.Find("quakes"));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await engine.Engine.DeleteAsync("quakes", null, default)).Error?.Code);

        var second = await engine.CreateAsync("quakes", 1);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(await engine.ReadAsync("quakes"));
        await engine.ReopenAsync();
        Assert.Equal(second.Id, engine.Engine.Find("quakes")!.Id);
    }

    [Fact]
    public async Task List_PagesInOrdinalOrder()
    {
        await using var engine = await TestEngine.OpenAsync();
        foreach (var name in new[] { "b", "a", "B", "a.b", "a_b" }) await engine.CreateAsync(name);
        Assert.Equal(["B", "a", "a.b"], engine.Engine.List(null, 3, false).Select(t => t.Name));
        Assert.Equal(["a_b", "b"], engine.Engine.List("a.b", 10, false).Select(t => t.Name));
        Assert.Equal(["a.b", "a_b", "b"], engine.Engine.List("a.a-not-there", 10, false).Select(t => t.Name));
        Assert.Empty(engine.Engine.List("b", 10, false));
    }

    private static async Task<ErrorCode?> Alter(TestEngine engine, string topic, TopicChange change, int? version) =>
        (await engine.Engine.AlterAsync(topic, change, version, false, default)).Error?.Code;

    private static Dictionary<string, string?> NoConfig => [];

    private static Dictionary<string, string> Config(params (string Name, string Value)[] config) => config.ToDictionary(c => c.Name, c => c.Value);

    private static Dictionary<string, string?> ConfigOrNull(params (string Name, string? Value)[] config) => config.ToDictionary(c => c.Name, c => c.Value);
}
