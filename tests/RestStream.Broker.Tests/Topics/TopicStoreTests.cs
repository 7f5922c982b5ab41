using RestStream.Core;
using RestStream.Storage;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Topics;

public sealed class TopicStoreTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-1)]
    public async Task DamagedTopicFile_StopsTheStartAndStaysAsItIs(int at)
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        await engine.Engine.DisposeAsync();
        var path = TopicFile(engine, "*.topic");
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[at < 0 ? ^1 : at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var error = await Assert.ThrowsAsync<DataDirectoryException>(engine.ReopenAsync);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));

        bytes[at < 0 ? ^1 : at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await engine.ReopenAsync();
        Assert.NotNull(engine.Engine.Find("quakes"));
    }

    [Fact]
    public async Task EmptyTopicFile_StopsTheStart()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        await engine.Engine.DisposeAsync();
        await File.WriteAllBytesAsync(TopicFile(engine, "*.topic"), []);
        await Assert.ThrowsAsync<DataDirectoryException>(engine.ReopenAsync);
    }

    [Fact]
    public async Task CopiedTopicFile_StopsTheStart()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes");
        await engine.Engine.DisposeAsync();
        var path = TopicFile(engine, "*.topic");
        File.Copy(path, Path.Combine(Path.GetDirectoryName(path)!, "copy.topic"));
        await Assert.ThrowsAsync<DataDirectoryException>(engine.ReopenAsync);
    }

    /// <summary>No retry helps: it must not be an error that asks for one.</summary>
    [Fact]
    public async Task RecordsOfALostTopic_AreReportedAndBlockItsNameForGood()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.ProduceAsync("quakes", new Rec("1"));
        await engine.Engine.DisposeAsync();
        var path = TopicFile(engine, "*.topic");
        var bytes = await File.ReadAllBytesAsync(path);
        File.Delete(path);
        await engine.ReopenAsync();
        Assert.Contains(engine.Events.Of(nameof(IStorageEvents.UnknownEntry)), e => e.ToString().Contains("quakes-0", StringComparison.Ordinal));

        foreach (var error in new[] { (await engine.ProduceAsync("quakes", new Rec("2"))).Error, (await engine.TryCreateAsync("quakes")).Error })
        {
            Assert.Equal(ErrorCode.TopicAlreadyExists, error?.Code);
            Assert.Contains(Path.Combine(engine.Options.Log.Path, "quakes-0"), error?.Detail, StringComparison.Ordinal);
        }

        await engine.Engine.DisposeAsync();
        await File.WriteAllBytesAsync(path, bytes);
        await engine.ReopenAsync();
        Assert.Single(await engine.ReadAsync("quakes"));
    }

    [Fact]
    public async Task UnknownName_IsReportedAndLeftAlone()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.Engine.DisposeAsync();
        var path = Path.Combine(engine.Options.Log.Path, "topics", "notes.txt");
        await File.WriteAllTextAsync(path, "mine");
        await engine.ReopenAsync();
        Assert.Contains(engine.Events.Of(nameof(IStorageEvents.UnknownEntry)), e => e.ToString().Contains("topics/notes.txt", StringComparison.Ordinal));
        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task TopicsDirectory_IsKnownToStorage()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.ReopenAsync();
        Assert.Empty(engine.Events.Of(nameof(IStorageEvents.UnknownEntry)));
    }

    [Fact]
    public async Task InterruptedDeletion_IsFinishedAtTheStart()
    {
        await using var engine = await TestEngine.OpenAsync();
        await engine.CreateAsync("quakes", 3);
        await engine.ProduceAsync("quakes", new Rec("1", Partition: 2));
        await engine.CreateAsync("other");
        await engine.Engine.DisposeAsync();
        var path = Directory.GetFiles(Path.Combine(engine.Options.Log.Path, "topics"), "*.topic")
            .Single(file => File.ReadAllText(file).Contains("quakes", StringComparison.Ordinal));
        File.Move(path, Path.ChangeExtension(path, ".deleted"));

        await engine.ReopenAsync();
        Assert.Null(engine.Engine.Find("quakes"));
        Assert.NotNull(engine.Engine.Find("other"));
        Assert.Empty(Directory.GetDirectories(engine.Options.Log.Path, "quakes-?"));
        Assert.Empty(Directory.GetFiles(Path.Combine(engine.Options.Log.Path, "topics"), "*.deleted"));
        await engine.CreateAsync("quakes");
        Assert.Empty(await engine.ReadAsync("quakes"));
    }

    private static string TopicFile(TestEngine engine, string pattern) =>
        Directory.GetFiles(Path.Combine(engine.Options.Log.Path, "topics"), pattern).Single();
}
