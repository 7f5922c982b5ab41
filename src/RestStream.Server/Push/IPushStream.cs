using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using RestStream.Core.Fetch;

namespace RestStream.Server.Push;

/// <summary>A stream of frames as its client steers it. Thread-safe.</summary>
internal interface IPushStream
{
    /// <summary>Its id, unique in its connection.</summary>
    string Id { get; }

    /// <summary>Allows so many more frames with records.</summary>
    /// <exception cref="HubException">The stream counts no credits.</exception>
    void Credit(int count);

    /// <summary>Stops the records; at most one frame that is under way still comes.</summary>
    void Pause();

    void Resume();

    /// <summary>Goes on elsewhere; returns the new epoch.</summary>
    /// <exception cref="HubException">There is no such place.</exception>
    int Seek(CursorSet? cursor, Position? position);

    /// <summary>Commits what its group's member was sent; durable when the task ends.</summary>
    /// <exception cref="HubException">It is no member of a group, or nothing was committed.</exception>
    Task CommitAsync(JsonElement to);
}
