using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.Schemas;
using RestStream.Server.Validation;

namespace RestStream.Server.Push;

/// <summary>A membership as asked for, checked; what the group's rules say of it the engine tells.</summary>
/// <param name="Options">The consumer.</param>
/// <param name="MaxRecords">At most so many records a frame.</param>
/// <param name="MaxBytes">At most so many bytes of stored batches a frame.</param>
/// <param name="Credits">The credits it begins with; null sends as the transport takes.</param>
/// <param name="IsAuto">True when what is sent is committed as it is sent.</param>
/// <param name="View">What it wants to know of schemas.</param>
internal sealed record JoinRequest(ConsumerOptions Options, int MaxRecords, int MaxBytes, int? Credits, bool IsAuto, RecordViewOptions View)
{
    /// <summary>Reads a request; all that is not allowed in it is told at once.</summary>
    public static JoinRequest? Read(JsonElement json, PushOptions options, TimeProvider time, string host, out Problem? problem)
    {
        if (ControlJson.Read<JoinBody>(json, out problem) is not { } body) return null;
        var items = new List<ErrorItem>();
        var topics = SubscribeRequest.ReadTopics(body.Topics, options, items);
        var records = SubscribeRequest.InRange("maxBatch", body.MaxBatch ?? options.DefaultBatch, 1, options.MaxBatch, items);
        var bytes = SubscribeRequest.InRange("maxBytes", body.MaxBytes ?? options.DefaultBatchBytes, 1, options.MaxBatchBytes, items);
        if (body.Credits is { } credits) SubscribeRequest.InRange("credits", credits, 0, options.MaxCredits, items);
        var view = SubscribeRequest.ReadView(body.Schema, body.ValueFormat, items);
        Check(body, items);
        if (items.Count > 0)
        {
            problem = new Problem(HttpErrors.ValidationFailed, items[0].Detail, items);
            return null;
        }

        var from = SubscribeRequest.ParsePosition(body.From, "from", time, out problem);
        return problem is null ? new(Consumer(body, [.. topics.Select(topic => topic.Text)], from, host), records, bytes, body.Credits, body.Commit is not null, view) : null;
    }

    private static void Check(JoinBody body, List<ErrorItem> items)
    {
        if (body.Group is null) items.Add(new("/group", "'group' takes the group's name."));
        if (body.Instance is { Length: 0 or > 249 }) items.Add(new("/instance", "'instance' has 1 to 249 characters."));
        if (body.Commit is not (null or "auto")) items.Add(new("/commit", "'commit' takes auto; leave it out to commit by Commit."));
        if (body.Isolation is not (null or "read_uncommitted" or "read_committed")) items.Add(new("/isolation", "'isolation' is read_uncommitted or read_committed."));
        if (body.MaxDeliveries is < 1 or > 1_000_000) items.Add(new("/maxDeliveries", "'maxDeliveries' is 1 to 1000000."));
        if (body.Protocols?.Contains(null!) is true) items.Add(new("/protocols", "A protocol is the name of an assignor."));
    }

    private static ConsumerOptions Consumer(JoinBody body, IReadOnlyList<string> topics, Position? from, string host) => new(body.Group!)
    {
        Topics = topics,
        InstanceId = body.Instance,
        ClientId = "hub",
        ClientHost = host,
        Protocols = body.Protocols,
        SessionTimeout = body.SessionTimeout?.Time,
        Start = from ?? Position.Earliest,
        Isolation = body.Isolation == "read_committed" ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
        MaxDeliveries = body.MaxDeliveries,
        Liveness = ConsumerLiveness.Connection,
    };
}
