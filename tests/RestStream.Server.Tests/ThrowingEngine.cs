using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Core.Produce;
using RestStream.Core.Topics;

namespace RestStream.Server.Tests;

/// <summary>An engine that answers chosen calls in a way of the test's and gives the others to the real one.</summary>
internal sealed class ThrowingEngine(ILogEngine inner) : ILogEngine
{
    public Func<ProduceRequest, ProduceResult?> OnProduce { get; set; } = _ => null;

    public TaskCompletionSource<Exception> Failure { get; } = new();

    public EngineStatus Status => inner.Status;

    public Task<Exception> Failed => Failure.Task;

    public IConsumers? OtherConsumers { get; init; }

    public IConsumers Consumers => OtherConsumers ?? inner.Consumers;

    public Func<FetchResult, FetchResult> OnFetch { get; set; } = fetched => fetched;

    public IGroups Groups => inner.Groups;

    public int ParkedFetches => inner.ParkedFetches;

    public void BeginStop() => inner.BeginStop();

    public ValueTask<Outcome<TopicDescription>> CreateAsync(TopicSpec spec, bool validateOnly, CancellationToken cancellationToken) =>
        inner.CreateAsync(spec, validateOnly, cancellationToken);

    public ValueTask<Outcome<TopicDescription>> AlterAsync(string topic, TopicChange change, int? expectedVersion, bool validateOnly, CancellationToken cancellationToken) =>
        inner.AlterAsync(topic, change, expectedVersion, validateOnly, cancellationToken);

    public ValueTask<Outcome<TopicDescription>> DeleteAsync(string topic, int? expectedVersion, CancellationToken cancellationToken) =>
        inner.DeleteAsync(topic, expectedVersion, cancellationToken);

    public TopicDescription? Find(string topic) => topic == "boom" ? throw new InvalidOperationException("secret /path/to/data") : inner.Find(topic);

    public TopicHandle? Resolve(string topic) => inner.Resolve(topic);

    public long Version => inner.Version;

    public IReadOnlyList<TopicHandle> Match(TopicPattern pattern, int limit) => inner.Match(pattern, limit);

    public IReadOnlyList<TopicDescription> List(string? after, int limit, bool includeInternal) => inner.List(after, limit, includeInternal);

    public ValueTask<ProduceResult> ProduceAsync(ProduceRequest request, CancellationToken cancellationToken) =>
        OnProduce(request) is { } result ? new(result) : inner.ProduceAsync(request, cancellationToken);

    public async ValueTask<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken) => OnFetch(await inner.FetchAsync(request, cancellationToken));

    public Outcome<IReadOnlyList<PartitionOffset>> Locate(string topic, int? partition, Position position) => inner.Locate(topic, partition, position);

    public ValueTask<Outcome<IReadOnlyList<PartitionOffset>>> DeleteRecordsAsync(
        string topic, IReadOnlyDictionary<int, long> beforeOffsets, CancellationToken cancellationToken) => inner.DeleteRecordsAsync(topic, beforeOffsets, cancellationToken);
}
