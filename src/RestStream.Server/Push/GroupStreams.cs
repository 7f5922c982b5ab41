using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using RestStream.Server.Errors;
using RestStream.Server.Records;
using RestStream.Server.Schemas;

namespace RestStream.Server.Push;

/// <summary>Lets clients of the hub join groups. Thread-safe.</summary>
internal sealed class GroupStreams(PushServices services, Truncations truncations, RecordViews views)
{
    /// <summary>A new member, or a static one that comes back.</summary>
    /// <exception cref="HubException">The request is wrong, or the group refuses.</exception>
    public async ValueTask<GroupStream> OpenAsync(JsonElement json, string id, string host, CancellationToken cancellationToken)
    {
        var request = JoinRequest.Read(json, services.Options, services.Time, host, out var problem);
        if (request is null) throw HubProblems.ToException(problem!);
        var opened = await services.Engine.Consumers.OpenAsync(request.Options, cancellationToken);
        return opened.IsSuccess ? new GroupStream(services, truncations, views, id, opened.Value, request) : throw HubProblems.ToException(Problem.From(opened.Error));
    }
}
