using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;
using RestStream.Server.Filters;
using RestStream.Server.Hosting;
using RestStream.Server.Push;
using RestStream.Server.Schemas;
using RestStream.Server.Validation;

namespace RestStream.Server.Records;

/// <summary>A live tail: finds where it starts, sends the heads at once, and follows the log until <c>max</c>, <c>for</c>, the client or the server ends it.</summary>
internal sealed class StreamHandler(
    ILogEngine engine, LimitOptions limits, FilterCompiler compiler, SharedBatches batches, StreamSlots slots, GracefulStop stop, TimeProvider time)
{
    public async Task HandleAsync(HttpContext context, IStreamFormat format)
    {
        var gaps = new List<Gap>();
        var query = new Parameters(context.Request);
        var max = query.Long("max", long.MaxValue, 1, long.MaxValue);
        var length = query.Duration("for", limits.MaxStreamTime) ?? limits.MaxStreamTime;
        var filter = compiler.Read(query);
        var view = RecordViewOptions.Read(query);
        var position = new ReadStart(engine, time).Find(context, query, Position.Latest, gaps, out var problem);
        if (position is null)
        {
            await ProblemWriter.WriteAsync(context, problem!);
            return;
        }

        if (!slots.TryEnter())
        {
            await ProblemWriter.WriteAsync(context, Problem.From(new Error(ErrorCode.TooManyRequests, $"As many streams are open as may: {limits.MaxStreams}.")));
            return;
        }

        try
        {
            SendHead(context, format);
            var from = ReadStart.HasCursor(context.Request) ? "cursor" : query.Text("from") ?? "latest";
            await new RecordStream(context, engine, batches, limits, stop, time, format, new ReadPositions([position]), filter, view).RunAsync(from, max, length, gaps);
        }
        catch (TimeoutException)
        {
            // The client took nothing for too long; its records wait in the log.
            context.Abort();
        }
        finally
        {
            slots.Leave();
        }
    }

    /// <summary>The head of a stream.</summary>
    public static void SendHead(HttpContext context, IStreamFormat format)
    {
        context.Response.ContentType = format.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // A tail that is idle, or a client that is slow, is no attack here: RecordStream has a rule of its own.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }
}
