using RestStream.Server.Errors;
using RestStream.Server.Filters;
using RestStream.Server.Groups;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Records;

/// <summary>Records: produce and read. Plain request delegates, because these are the hot paths.</summary>
internal static class RecordRoutes
{
    public static void AddRecords(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<FilterCompiler>();
        builder.Services.AddSingleton<Truncations>();
        builder.Services.AddSingleton<StreamSlots>();
        builder.Services.AddSingleton<ProduceHandler>();
        builder.Services.AddSingleton<PageHandler>();
        builder.Services.AddSingleton<StreamHandler>();
        builder.Services.AddSingleton<SingleRead>();
    }

    public static void MapRecords(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var produce = services.GetRequiredService<ProduceHandler>();
        var pages = services.GetRequiredService<PageHandler>();
        var streams = services.GetRequiredService<StreamHandler>();
        var topic = routes.MapGroup("/v1/topics/{topic}");
        topic.MapPost("", produce.SingleAsync).Describe(RecordDocs.ProduceOne);
        topic.MapPost("records", produce.BatchAsync).Describe(RecordDocs.Produce);
        var members = services.GetRequiredService<GroupStreamHandler>();
        topic.MapGet("records", context => GroupStreamHandler.IsWanted(context.Request) ? ConsumeAsync(context, members) : ReadAsync(context, pages, streams)).Describe(RecordDocs.Read);
        topic.MapGet("partitions/{partition}/records/{offset}", services.GetRequiredService<SingleRead>().HandleAsync).Describe(RecordDocs.ReadOne);
    }

    private static Task ConsumeAsync(HttpContext context, GroupStreamHandler members) => Negotiation.FormOf(context.Request) switch
    {
        ReadForm.Json => GroupStreamHandler.RefusePageAsync(context),
        ReadForm.Events => members.HandleAsync(context, EventStreamFormat.Instance),
        ReadForm.Ndjson => members.HandleAsync(context, NdjsonStreamFormat.Instance),
        _ => ProblemWriter.WriteAsync(context, Negotiation.Unacceptable()),
    };

    private static Task ReadAsync(HttpContext context, PageHandler pages, StreamHandler streams) => Negotiation.FormOf(context.Request) switch
    {
        ReadForm.Json => pages.HandleAsync(context),
        ReadForm.Events => streams.HandleAsync(context, EventStreamFormat.Instance),
        ReadForm.Ndjson => streams.HandleAsync(context, NdjsonStreamFormat.Instance),
        _ => ProblemWriter.WriteAsync(context, Negotiation.Unacceptable()),
    };
}
