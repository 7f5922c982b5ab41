using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Server.Errors;
using RestStream.Server.Json;
using RestStream.Server.Schemas;
using RestStream.Server.Validation;
using RestStream.Storage.Records;

namespace RestStream.Server.Records;

/// <summary>One record by its partition and offset: as JSON, or its value's raw bytes.</summary>
internal sealed class SingleRead(ILogEngine engine, RecordViews views)
{
    public async Task HandleAsync(HttpContext context)
    {
        var topic = RouteParameters.Topic(context);
        if (RouteParameters.Number(context, "partition") is not { } partition || partition > int.MaxValue)
        {
            await ProblemWriter.WriteAsync(context, RouteParameters.NotANumber("partition"));
            return;
        }

        if (RouteParameters.Number(context, "offset") is not { } offset)
        {
            await ProblemWriter.WriteAsync(context, RouteParameters.NotANumber("offset"));
            return;
        }

        var wantsBytes = Negotiation.WantsBytes(context.Request);
        if (!wantsBytes && !Negotiation.TakesJson(context.Request))
        {
            await ProblemWriter.WriteAsync(context, new Problem(HttpErrors.NotAcceptable, $"A record comes as {MediaTypes.Json} or {MediaTypes.Bytes}."));
            return;
        }

        var query = new Parameters(context.Request);
        var view = views.Make(RecordViewOptions.Read(query));
        if (query.Problem is { } unreadable)
        {
            await ProblemWriter.WriteAsync(context, unreadable);
            return;
        }

        var request = new FetchRequest([new FetchPartition(topic, (int)partition, offset)], 1, 1, 1, TimeSpan.Zero);
        using var fetched = await engine.FetchAsync(request, CancellationToken.None);
        using var body = new ResponseBuffer();
        var (problem, hasValue) = Find(fetched.Partitions[0], offset, wantsBytes, view, body);
        if (problem is not null) await ProblemWriter.WriteAsync(context, problem);
        else if (wantsBytes) await SendBytesAsync(context, topic, body, hasValue);
        else await body.SendAsync(context.Response, StatusCodes.Status200OK);
    }

    private static async Task SendBytesAsync(HttpContext context, string topic, ResponseBuffer body, bool hasValue)
    {
        if (!hasValue)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        // A stored value must never run as a page of this server.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{topic}-{context.Request.RouteValues["partition"]}-{context.Request.RouteValues["offset"]}\"";
        await body.SendAsync(context.Response, StatusCodes.Status200OK, MediaTypes.Bytes);
    }

    private static (Problem? Problem, bool HasValue) Find(in FetchedPartition fetched, long offset, bool wantsBytes, IRecordView? view, ResponseBuffer body)
    {
        if (fetched.Error == ErrorCode.UnknownTopicOrPartition) return (Problem.From(new Error(fetched.Error, $"There is no topic '{fetched.Topic}' with a partition {fetched.Partition}.")), false);
        if (fetched.Error == ErrorCode.CorruptMessage)
        {
            return (Problem.From(new Error(fetched.Error, $"The data at offset {offset} is damaged. Reading goes on at offset {fetched.NextReadableOffset}.")), false);
        }

        var batches = fetched.Batches.Span;
        while (fetched.Error == ErrorCode.None && RecordBatchHeader.TryRead(batches, out var header))
        {
            if (header.NextOffset > offset) return FindIn(header, batches, fetched, offset, wantsBytes, view, body);
            batches = batches[header.Length..];
        }

        return (NotFound(fetched, offset), false);
    }

    private static (Problem? Problem, bool HasValue) FindIn(
        in RecordBatchHeader header, ReadOnlySpan<byte> batch, in FetchedPartition fetched, long offset, bool wantsBytes, IRecordView? view, ResponseBuffer body)
    {
        view?.TurnTo(fetched.Topic);
        using var unpacked = Unpack(header, batch, out var problem);
        if (problem is not null) return (problem, false);
        var reader = new RecordReader(header, unpacked is null ? RecordBatch.Records(batch) : unpacked.Bytes);
        while (!header.IsControl && reader.Read())
        {
            if (reader.Offset != offset) continue;
            if (wantsBytes) body.Append(reader.Value);
            else RecordRenderer.Write(body, new RecordPrefix(), fetched.Partition, reader, header.IsJson, RecordForm.Exact, view);
            return (null, reader.HasValue);
        }

        return (NotFound(fetched, offset), false);
    }

    private static DecompressedRecords? Unpack(in RecordBatchHeader header, ReadOnlySpan<byte> batch, out Problem? problem)
    {
        problem = null;
        if (!header.IsCompressed) return null;
        var error = BatchDecompression.Decompress(header.Codec, RecordBatch.Records(batch), out var records);
        if (error == RecordBatchError.UnsupportedCompression) problem = Problem.From(new Error(ErrorCode.UnsupportedCompressionType, $"The record is compressed with {header.Codec}, which cannot be read here yet."));
        else if (error != RecordBatchError.None) problem = Problem.From(new Error(ErrorCode.CorruptMessage, $"The record's batch cannot be unpacked. Reading goes on at offset {header.NextOffset}."));
        return records;
    }

    private static Problem NotFound(in FetchedPartition fetched, long offset) => new(
        HttpErrors.RecordNotFound, $"Partition {fetched.Partition} of '{fetched.Topic}' has no record at offset {offset}; it has {fetched.LogStartOffset} to {fetched.HighWatermark}, the last not included.");
}
