using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;
using RestStream.Server.Validation;

namespace RestStream.Server.Records;

/// <summary>Offsets by position, and deleting records before one.</summary>
internal static class OffsetRoutes
{
    public static void MapOffsets(this IEndpointRouteBuilder routes)
    {
        var topic = routes.MapGroup("/v1/topics/{topic}").AddEndpointFilter<ControlBodyFilter>();
        topic.MapGet("offsets", Offsets).Describe(OffsetDocs.Offsets);
        topic.MapPost("truncate", TruncateAsync).Describe(OffsetDocs.Truncate);
    }

    private static IResult Offsets(string topic, ILogEngine engine, TimeProvider time, HttpContext context)
    {
        var query = new Parameters(context.Request);
        var partition = query.OptionalInteger("partition", 0, int.MaxValue);
        var position = Position.Latest;
        if (query.Text("at") is { } at && !PositionParser.TryParse(at, time, out position, out var error)) query.Unreadable("at", error);
        if (query.Problem is { } problem) return new ProblemResult(problem);
        var located = engine.Locate(topic, partition, position);
        return located.IsSuccess ? Show(located.Value) : ProblemResult.From(located.Error);
    }

    private static async Task<IResult> TruncateAsync(
        string topic, ControlBody<TruncateBody> body, ILogEngine engine, Truncations truncations, TimeProvider time, HttpContext context)
    {
        if (engine.Resolve(topic) is not { } handle) return new ProblemResult(Problem.UnknownTopic(topic));
        var (offsets, problem) = Before(handle.Name, body.Value, engine, time);
        if (problem is not null) return new ProblemResult(problem);
        var deleted = await engine.DeleteRecordsAsync(topic, offsets!, context.RequestAborted);
        if (!deleted.IsSuccess) return ProblemResult.From(deleted.Error);
        foreach (var place in deleted.Value) truncations.Note(handle.Id, place.Partition, place.LogStartOffset);
        return Show(deleted.Value);
    }

    private static (Dictionary<int, long>? Offsets, Problem? Problem) Before(string topic, TruncateBody body, ILogEngine engine, TimeProvider time)
    {
        if (body.Partitions is { } partitions) return (partitions.ToDictionary(entry => entry.Partition!.Value, entry => entry.BeforeOffset!.Value), null);
        if (!PositionParser.TryParse(body.Before!, time, out var position, out var error))
        {
            return (null, new Problem(HttpErrors.ValidationFailed, error, [new ErrorItem("/before", error)]));
        }

        var located = engine.Locate(topic, body.Partition, position);
        return located.IsSuccess ? (located.Value.ToDictionary(place => place.Partition, place => place.Offset), null) : (null, Problem.From(located.Error));
    }

    private static IResult Show(IReadOnlyList<PartitionOffset> places) =>
        Results.Json(new PartitionOffsets([.. places.Select(PartitionOffsetView.Of)]), ApiJson.Default.PartitionOffsets);
}
