using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.Validation;

namespace RestStream.Server.Push;

/// <summary>Reads what a member commits: null for all that it was sent, or offsets.</summary>
internal static class CommitTarget
{
    private const string Forms = "A commit takes null, for all that was sent, or an array of {\"topic\",\"partition\",\"nextOffset\"}.";

    /// <exception cref="Microsoft.AspNetCore.SignalR.HubException">It is neither, or nothing of a partition was sent to the member since it has it.</exception>
    public static IReadOnlyList<Acknowledgement> Read(JsonElement json, IConsumerSession session, DeliveredOffsets delivered)
    {
        if (json.ValueKind == JsonValueKind.Null) return delivered.All();
        if (json.ValueKind != JsonValueKind.Array) throw HubProblems.ToException(new Problem(HttpErrors.InvalidParameter, Forms, [new ErrorItem("to", Forms)]));
        return [.. json.EnumerateArray().Select((entry, index) => Read(entry, index, session, delivered))];
    }

    private static Acknowledgement Read(JsonElement json, int index, IConsumerSession session, DeliveredOffsets delivered)
    {
        var entry = ControlJson.Read<MemberOffset>(json, out var problem);
        if (entry is null) throw HubProblems.ToException(problem!);
        if (entry is not { Topic: { } topic, Partition: { } partition and >= 0, NextOffset: { } next and >= 0 })
            throw HubProblems.ToException(new Problem(HttpErrors.ValidationFailed, Forms, [new ErrorItem($"/{index}", Forms)]));
        return delivered.Find(topic, partition, next) ?? throw HubProblems.ToException(Problem.From(new Error(
            ErrorCode.StaleAck, $"Nothing of partition {partition} of '{topic}' was sent to member '{session.MemberId}' since it has it: nothing was committed.")));
    }
}
