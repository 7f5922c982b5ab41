using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core.Fetch;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>
/// The hub at <c>/hubs/stream</c>; docs/push.md has every call and frame. Arguments come as JSON, so that one of another type is told as a problem and not as a failure to bind.
/// </summary>
internal sealed class StreamHub(PushServices services, StreamSlots slots, GroupStreams members, HubProducer producer, HubCalls calls) : Hub
{
    private const string StreamsKey = "streams";

    /// <inheritdoc/>
    public override Task OnConnectedAsync()
    {
        Context.Items[StreamsKey] = new ConnectionStreams(services.Options.MaxStreamsPerConnection, slots);
        return Task.CompletedTask;
    }

    /// <summary>Streams frames of a subscription.</summary>
    public IAsyncEnumerable<PushFrame> Subscribe(JsonElement request, CancellationToken cancellationToken) => calls.Guard(SubscribeAsync(request, cancellationToken));

    /// <summary>Allows <paramref name="count"/> more frames with records.</summary>
    public void Credit(JsonElement subscription, JsonElement count) =>
        Find(subscription).Credit(HubArguments.Number(count, "count", 1, services.Options.MaxCredits));

    /// <summary>Stops the records of a subscription.</summary>
    public void Pause(JsonElement subscription) => Find(subscription).Pause();

    /// <summary>Lets them come again.</summary>
    public void Resume(JsonElement subscription) => Find(subscription).Resume();

    /// <summary>Goes on at a position, or at a cursor: <c>{from}</c> or <c>{cursor}</c>, or either as text. Returns the new epoch.</summary>
    public int Seek(JsonElement subscription, JsonElement to)
    {
        var stream = Find(subscription);
        var (cursor, position) = SeekTarget.Read(to, services.Time);
        return stream.Seek(cursor, position);
    }

    /// <summary>Streams what a member of a group owns and gets.</summary>
    public IAsyncEnumerable<PushFrame> JoinGroup(JsonElement request, CancellationToken cancellationToken) => calls.Guard(JoinAsync(request, cancellationToken));

    /// <summary>Commits what the member was sent: null for all of it, or offsets.</summary>
    public Task Commit(JsonElement subscription, JsonElement to) => Find(subscription).CommitAsync(to);

    /// <summary>Appends an array of records; the answer says where each landed.</summary>
    public Task<RawJson> Produce(JsonElement topic, JsonElement records) => producer.ProduceAsync(HubArguments.Text(topic, "topic"), HubArguments.Records(records));

    /// <summary>Appends what the client streams, and streams receipts back.</summary>
    public IAsyncEnumerable<RawJson> ProduceStream(JsonElement topic, ChannelReader<JsonElement> records, CancellationToken cancellationToken) =>
        calls.Guard(UploadAsync(HubArguments.Text(topic, "topic"), records, cancellationToken));

    private ConnectionStreams Streams => (ConnectionStreams)Context.Items[StreamsKey]!;

    private IPushStream Find(JsonElement subscription) => Streams.Get(HubArguments.Text(subscription, "subscription"));

    private async IAsyncEnumerable<PushFrame> SubscribeAsync(JsonElement request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var streams = Streams;
        string? id = null;
        streams.Enter();
        try
        {
            var subscription = Open(request, streams.NextId());
            id = subscription.Id;
            streams.Add(subscription);
            services.Metrics.Opened();
            await foreach (var frame in subscription.RunAsync(cancellationToken)) yield return frame;
        }
        finally
        {
            if (id is not null) services.Metrics.Closed();
            streams.Leave(id);
        }
    }

    private async IAsyncEnumerable<PushFrame> JoinAsync(JsonElement request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var streams = Streams;
        string? id = null;
        streams.Enter();
        try
        {
            var host = Context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString() ?? "";
            var member = await members.OpenAsync(request, streams.NextId(), host, cancellationToken);
            id = member.Id;
            streams.Add(member);
            services.Metrics.Opened();
            await foreach (var frame in member.RunAsync(cancellationToken)) yield return frame;
        }
        finally
        {
            if (id is not null) services.Metrics.Closed();
            streams.Leave(id);
        }
    }

    private async IAsyncEnumerable<RawJson> UploadAsync(string topic, ChannelReader<JsonElement> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var streams = Streams;
        streams.Enter();
        try
        {
            await foreach (var receipt in producer.ProduceAsync(topic, records, cancellationToken)) yield return receipt;
        }
        finally
        {
            streams.Leave(null);
        }
    }

    private Subscription Open(JsonElement json, string id)
    {
        var request = SubscribeRequest.Read(json, services.Options, services.Filters, services.Time, out var problem);
        if (request is null) throw HubProblems.ToException(problem!);
        var gaps = new List<Gap>();
        var version = services.Engine.Version;
        var place = services.Starts.Find(request.Topics, request.Cursor, request.From, gaps, out problem);
        if (place is null) throw HubProblems.ToException(problem!);
        return new Subscription(services, id, request, place, gaps, version);
    }
}
