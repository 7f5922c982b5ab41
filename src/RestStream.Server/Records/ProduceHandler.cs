using System.Buffers;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Json;

namespace RestStream.Server.Records;

/// <summary>
/// Produce: one raw record, or many as JSON or NDJSON. A produce is not cancelled when its client leaves: what was read is appended, and the wait for the sync is short.
/// </summary>
internal sealed class ProduceHandler(ILogEngine engine, LimitOptions limits, BodyBudget budget, GracefulStop stop)
{
    /// <summary><c>POST /v1/topics/{topic}</c></summary>
    public async Task SingleAsync(HttpContext context)
    {
        if (!ProduceParameters.TryRead(context.Request, out var parameters, out var problem))
        {
            await ProblemWriter.WriteAsync(context, problem!);
            return;
        }

        var body = await RequestBody.ReadAsync(context, limits.MaxProduceBodyBytes, budget);
        if (body.Problem is not null)
        {
            await ProblemWriter.WriteAsync(context, body.Problem);
            return;
        }

        using var table = new RecordTable();
        try
        {
            table.TakeBody(body.Buffer, body.Length);
            problem = SingleRecord.Describe(context.Request, table);
            if (problem is null) await ProduceAsync(context, table, parameters, isSingle: true);
            else await ProblemWriter.WriteAsync(context, problem);
        }
        finally
        {
            body.Release();
        }
    }

    /// <summary><c>POST /v1/topics/{topic}/records</c></summary>
    public async Task BatchAsync(HttpContext context)
    {
        if (!ProduceParameters.TryRead(context.Request, out var parameters, out var problem))
        {
            await ProblemWriter.WriteAsync(context, problem!);
            return;
        }

        if (MediaTypes.IsNdjson(context.Request.ContentType))
        {
            await new NdjsonUpload(context, engine, limits, budget, stop, parameters).RunAsync();
            return;
        }

        var body = await RequestBody.ReadAsync(context, limits.MaxProduceBodyBytes, budget);
        if (body.Problem is not null)
        {
            await ProblemWriter.WriteAsync(context, body.Problem);
            return;
        }

        try
        {
            if (BodyShape.IsNdjson(body.Bytes)) await new NdjsonUpload(context, engine, limits, budget, stop, parameters).RunAsync(body);
            else await ParseAndProduceAsync(context, body, parameters);
        }
        finally
        {
            body.Release();
        }
    }

    private async Task ParseAndProduceAsync(HttpContext context, RequestBody body, ProduceParameters parameters)
    {
        using var table = new RecordTable();
        table.TakeBody(body.Buffer, body.Length);
        if (JsonBodyParser.Parse(table, limits.MaxRecordsPerRequest) is { } error)
        {
            await ProblemWriter.WriteAsync(context, JsonProblems.Of(error));
            return;
        }

        if (table.Count == 0) await ProblemWriter.WriteAsync(context, JsonProblems.NoRecords());
        else await ProduceAsync(context, table, parameters, isSingle: false);
    }

    private async Task ProduceAsync(HttpContext context, RecordTable table, ProduceParameters parameters, bool isSingle)
    {
        var topic = RouteParameters.Topic(context);
        var result = await engine.ProduceAsync(new ProduceRequest(topic, table, parameters.Acks), CancellationToken.None);
        if (isSingle) ProduceAnswer.SetLocation(context, topic, result);
        await ProduceAnswer.WriteAsync(context, table, result, parameters with { IsSingle = isSingle });
    }
}
