using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using RestStream.Server.Errors;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>Problems as the hub tells them: the message of the exception is the problem's JSON, as REST answers it.</summary>
internal static class HubProblems
{
    public static HubException ToException(Problem problem, Action<Utf8JsonWriter>? members = null)
    {
        using var text = new ResponseBuffer();
        using (var json = new Utf8JsonWriter(text, ProblemWriter.Readable)) ProblemWriter.WriteBody(json, problem, null, members);
        return new HubException(Encoding.UTF8.GetString(text.Written.Span));
    }

    public static Problem UnknownSubscription(string id) => new(HttpErrors.UnknownSubscription, $"This connection has no subscription '{id}': it ended, or its id is another one.");
}
