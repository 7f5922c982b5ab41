using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Push;

/// <summary>The streams of one connection, by their ids. Thread-safe.</summary>
internal sealed class ConnectionStreams(int maxStreams)
{
    private readonly ConcurrentDictionary<string, IPushStream> _byId = new(StringComparer.Ordinal);
    private int _open;
    private int _lastId;

    /// <summary>Takes the place of one more stream; <see cref="Leave"/> gives it back.</summary>
    /// <exception cref="HubException">There are as many as may be.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _open) <= maxStreams) return;
        Interlocked.Decrement(ref _open);
        throw HubProblems.ToException(Problem.From(new Error(ErrorCode.TooManyRequests, $"The connection has as many streams as it may: {maxStreams}. End one, or open another connection.")));
    }

    /// <summary>Gives back the place, and forgets the stream if it was added.</summary>
    public void Leave(string? id)
    {
        if (id is not null) _byId.TryRemove(id, out _);
        Interlocked.Decrement(ref _open);
    }

    public string NextId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);

    public void Add(IPushStream stream) => _byId[stream.Id] = stream;

    /// <exception cref="HubException">There is none of that id.</exception>
    public IPushStream Get(string id) => _byId.TryGetValue(id, out var stream) ? stream : throw HubProblems.ToException(HubProblems.UnknownSubscription(id));
}
