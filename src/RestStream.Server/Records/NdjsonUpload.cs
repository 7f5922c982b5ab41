using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Server.Errors;
using RestStream.Server.Hosting;
using RestStream.Server.Json;

namespace RestStream.Server.Records;

/// <summary>
/// One NDJSON upload of any length: cut into parts, each parsed and produced while the next is read. Memory is two buffers of a part. It ends at
/// <list type="number">
/// <item>the end of the body;</item>
/// <item>the first line that cannot be read or is too long, or a body that breaks off (400, 408, 413);</item>
/// <item>a record over the topic's <c>max.message.bytes</c> (413);</item>
/// <item>a failure of the engine (5xx) or a refusal of the whole part, such as an unknown topic.</item>
/// </list>
/// After 2 to 4 nothing behind the place is stored, and the answer says so. Other refused records are listed, and the upload goes on.
/// </summary>
internal sealed class NdjsonUpload(HttpContext context, ILogEngine engine, LimitOptions limits, BodyBudget budget, ProduceParameters parameters)
{
    // The JSON of a record is longer than its stored form except for the batch's and the record's own few bytes.
    private const int StoredOverhead = 256;
    private const int DefaultMaxMessageBytes = 1_048_588;

    private readonly NdjsonParser _parser = new(limits.MaxLineBytes);
    private readonly NdjsonTally _tally = new(limits.MaxRunsListed, limits.MaxErrorsListed);
    private readonly string _topic = RouteParameters.Topic(context);
    private Problem? _end;
    private long _accepted;

    /// <summary>Streams the request's body.</summary>
    public async Task RunAsync()
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize) bodySize.MaxRequestBodySize = null;
        if (!BodyEncoding.TryOpen(context.Request, out var reader, out var problem) || !IsAllowed(out problem))
        {
            await ProblemWriter.WriteAsync(context, problem!);
            return;
        }

        var room = 2 * BufferBytes;
        if (!budget.TryTake(room))
        {
            await ProblemWriter.WriteAsync(context, BodyBudget.Exhausted());
            return;
        }

        try
        {
            await ReadPartsAsync(reader);
        }
        finally
        {
            budget.Give(room);
            if (BodyEncoding.IsPacked(context.Request)) await reader.CompleteAsync();
        }

        await AnswerAsync();
    }

    /// <summary>Takes a body that is there already.</summary>
    public async Task RunAsync(RequestBody body)
    {
        if (!IsAllowed(out var problem))
        {
            await ProblemWriter.WriteAsync(context, problem!);
            return;
        }

        await ReadPartsAsync(PipeReader.Create(new ReadOnlySequence<byte>(body.Buffer, 0, body.Length)));
        ArrayPool<byte>.Shared.Return(body.Buffer);
        await AnswerAsync();
    }

    private int BufferBytes => Math.Max(limits.NdjsonChunkBytes, limits.MaxLineBytes + 2);

    private bool IsAllowed(out Problem? problem)
    {
        const string Detail = "'receipts=each' is not for NDJSON, which has no limit in all: the answer names runs of offsets in 'partitions'.";
        problem = parameters.EachReceipt ? new(HttpErrors.InvalidParameter, Detail, [new ErrorItem("receipts", Detail)]) : null;
        return problem is null;
    }

    private async Task ReadPartsAsync(PipeReader reader)
    {
        using var table = new RecordTable();
        var longLine = LongLineBytes();
        var part = new NdjsonBuffer(reader, limits.NdjsonChunkBytes, BufferBytes);
        try
        {
            while (_end is null && await part.FillAsync())
            {
                var length = NdjsonParts.NextLength(part.Buffered, longLine);
                var isLast = part.IsComplete && length == part.Buffered.Length;
                var consumed = Parse(table, part, length, isLast);
                if (table.Count > 0) await ProduceAsync(table, part);
                if (_parser.End is { } unreadable) End(unreadable);
                part.Consume(consumed, canGrow: consumed == 0 && !isLast);
            }

            _end ??= part.Failure;
            if (part.Failure is not null) _tally.Add(_parser.NextIndex, part.LinesRead + 1, part.Failure);
        }
        finally
        {
            part.Dispose();
        }
    }

    private int LongLineBytes()
    {
        var config = engine.Find(_topic)?.Config;
        var max = config is not null && config.TryGetValue("max.message.bytes", out var text) && int.TryParse(text, out var bytes) ? bytes : DefaultMaxMessageBytes;
        return Math.Max(1, max - StoredOverhead);
    }
}
