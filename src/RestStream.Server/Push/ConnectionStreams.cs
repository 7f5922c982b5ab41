using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>The streams of one connection, by their ids. Thread-safe.</summary>
internal sealed class ConnectionStreams(int maxStreams, StreamSlots all)
{
    private readonly ConcurrentDictionary<string, IPushStream> _byId = new(StringComparer.Ordinal);
    private int _open;
    private int _lastId;

    /// <summary>Takes the place of one more stream; <see cref="Leave"/> gives it back.</summary>
    /// <exception cref="HubException">There are as many as may be.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _open) > maxStreams)
        {
            Interlocked.Decrement(ref _open);
            throw TooMany($"The connection has as many streams as it may: {maxStreams}. End one, or open another connection.");
        }

        if (all.TryEnter()) return;
        Interlocked.Decrement(ref _open);
        throw TooMany("As many streams are open at the server as may.");
    }

    /// <summary>Gives back the place, and forgets the stream if it was added.</summary>
    public void Leave(string? id)
    {
        if (id is not null) _byId.TryRemove(id, out _);
        Interlocked.Decrement(ref _open);
        all.Leave();
    }

    public string NextId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);

    public void Add(IPushStream stream) => _byId[stream.Id] = stream;

    private static HubException TooMany(string detail) => HubProblems.ToException(Problem.From(new Error(ErrorCode.TooManyRequests, detail)));

    /// <exception cref="HubException">There is none of that id.</exception>
    public IPushStream Get(string id) => _byId.TryGetValue(id, out var stream) ? stream : throw HubProblems.ToException(HubProblems.UnknownSubscription(id));
}
