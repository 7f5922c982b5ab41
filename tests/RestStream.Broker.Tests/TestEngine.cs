using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Produce;
using RestStream.Core.Schemas;
using RestStream.Core.Topics;
using RestStream.Storage;
using RestStream.Storage.Files;
using RestStream.TestKit;

namespace RestStream.Broker.Tests;

/// <summary>An engine over a directory of its own, with short ways to say what a test does.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    private readonly TempDirectory? _owned;

    private TestEngine(EmbeddedLogEngine engine, EngineOptions options, RecordingStorageEvents events, TempDirectory? owned) =>
        (Engine, Options, Events, _owned) = (engine, options, events, owned);

    public EmbeddedLogEngine Engine { get; private set; }

    public EngineOptions Options { get; }

    public RecordingStorageEvents Events { get; }

    public static async Task<TestEngine> OpenAsync(Func<EngineOptions, EngineOptions>? with = null, TimeProvider? time = null, IRecordGate? gate = null)
    {
        var directory = new TempDirectory();
        return await OpenAsync(directory.Path, new PosixFileSystem(), with, time, directory, gate);
    }

    public static async Task<TestEngine> OpenAsync(
        string path, IFileSystem files, Func<EngineOptions, EngineOptions>? with = null, TimeProvider? time = null, TempDirectory? owned = null, IRecordGate? gate = null)
    {
        var options = new EngineOptions { Log = new LogDirectoryOptions { Path = path, DiskReserveBytes = 0 } };
        options = with?.Invoke(options) ?? options;
        var events = new RecordingStorageEvents();
        var engine = await EmbeddedLogEngine.OpenAsync(options, files, time ?? TimeProvider.System, events, gate);
        return new TestEngine(engine, options, events, owned);
    }

    public async Task ReopenAsync()
    {
        await Engine.DisposeAsync();
        Engine = await EmbeddedLogEngine.OpenAsync(Options, new PosixFileSystem(), TimeProvider.System, Events);
    }

    public Task OpenAnotherAsync() => EmbeddedLogEngine.OpenAsync(Options, new PosixFileSystem(), TimeProvider.System, Events);

    public async Task<TopicDescription> CreateAsync(string topic, int partitions = 1, params (string Name, string Value)[] config)
    {
        var made = await TryCreateAsync(topic, partitions, config);
        Assert.Null(made.Error);
        return made.Value!;
    }

    public async Task<Outcome<TopicDescription>> TryCreateAsync(string topic, int? partitions = 1, params (string Name, string Value)[] config) =>
        await Engine.CreateAsync(new TopicSpec(topic, partitions, config.ToDictionary(c => c.Name, c => c.Value)), false, default);

    public async Task<ProduceResult> ProduceAsync(string topic, params Rec[] records) => await ProduceAsync(topic, Acks.All, records);

    public async Task<ProduceResult> ProduceAsync(string topic, Acks acks, params Rec[] records)
    {
        using var table = Records.Table(records);
        return await Engine.ProduceAsync(new ProduceRequest(topic, table, acks), default);
    }

    public async Task<List<Stored>> ReadAsync(string topic, int partition = 0, long from = 0)
    {
        using var result = await FetchAsync(topic, partition, from);
        Assert.Equal(ErrorCode.None, result.Partitions[0].Error);
        return Records.Of(result.Partitions[0], from);
    }

    public async Task<FetchResult> FetchAsync(
        string topic, int partition = 0, long from = 0, TimeSpan wait = default, int minBytes = 1, int maxBytes = 16 << 20, int maxRecords = 100_000) =>
        await Engine.FetchAsync(new FetchRequest([new FetchPartition(topic, partition, from)], maxRecords, maxBytes, minBytes, wait), default);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _owned?.Dispose();
    }
}
