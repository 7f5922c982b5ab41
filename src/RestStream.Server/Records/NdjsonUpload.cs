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
/// <item>a failure of the engine (5xx), a refusal of the whole part, such as an unknown topic, or the stop of the server (503).</item>
/// </list>
/// After 2 to 4 nothing behind the place is stored, and the answer says so. Other refused records are listed, and the upload goes on.
/// </summary>
internal sealed class NdjsonUpload(HttpContext context, ILogEngine engine, LimitOptions limits, BodyBudget budget, GracefulStop stop, ProduceParameters parameters)
{
    // The JSON of a record is longer than its stored form except for the batch's and the record's own few bytes.
    private const int StoredOverhead = 256;
    private const int DefaultMaxMessageBytes = 1_048_588;

    private readonly NdjsonParser _parser = new(limits.MaxLineBytes);
    private readonly NdjsonTally _tally = new(limits.MaxRunsListed, limits.MaxErrorsListed);
    private readonly string _topic = RouteParameters.Topic(context);
    private Problem? _end;
    private long _endIndex;
    private long? _endLine;

    /// <summary>Streams the request's body.</summary>
    public async Task RunAsync()
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize) bodySize.MaxRequestBodySize = null;
        if (!BodyEncoding.TryOpen(context.Request, out var reader, out var problem) || !IsAllowed(out problem))
        {
            await ProblemWriter.WriteAsync(context, problem!);
            return;
        }

        // What has come, and the part that is produced.
        var room = 2 * limits.NdjsonChunkBytes;
        if (!budget.TryTake(room))
        {
            await ProblemWriter.WriteAsync(context, BodyBudget.Exhausted());
            return;
        }

        try
        {
            // A slow upload must not hold up the stop until its connection is cut: it is told what was stored.
            await using var cancelling = stop.Draining.Register(reader.CancelPendingRead);
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

    private bool IsAllowed(out Problem? problem)
    {
        const string Detail = "'receipts=each' is not for NDJSON, which has no limit in all: the answer names runs of offsets in 'partitions'.";
        problem = parameters.EachReceipt ? new(HttpErrors.InvalidParameter, Detail, [new ErrorItem("receipts", Detail)]) : null;
        return problem is null;
    }

    private async Task ReadPartsAsync(PipeReader reader)
    {
        using var table = new RecordTable();
        using var buffer = new NdjsonBuffer(reader, budget, limits.NdjsonChunkBytes, Math.Max(limits.NdjsonChunkBytes, limits.MaxLineBytes + 2));
        var longLine = LongLineBytes();
        while (_end is null && await buffer.FillAsync())
        {
            buffer.Consume(Parse(table, buffer, longLine));
            await ProduceAsync(table);
            if (_end is null && _parser.End is { } error) EndAt(_parser.NextIndex, error.Line, JsonProblems.Of(error));
        }

        if (buffer.Failure is { } failure) EndAt(_parser.NextIndex, _parser.NextLine, failure);
    }

    // The part is copied, so that the table's slices stay good while the buffer is filled again.
    private int Parse(RecordTable table, NdjsonBuffer buffer, int longLine)
    {
        var length = NdjsonParts.NextLength(buffer.Buffered, longLine);
        var isLast = buffer.IsComplete && length == buffer.Buffered.Length;
        var part = ArrayPool<byte>.Shared.Rent(length);
        buffer.Buffered[..length].CopyTo(part);
        table.TakeBody(part, length);
        return _parser.Parse(table, isLast);
    }

    private async Task ProduceAsync(RecordTable table)
    {
        if (table.Count == 0)
        {
            TellRefusals(table, []);
            return;
        }

        var result = await engine.ProduceAsync(new ProduceRequest(_topic, table, parameters.Acks), CancellationToken.None);
        if (result.Error is { } refusal)
        {
            var (index, line) = _parser.Locate(table, 0);
            EndAt(index, line, Problem.From(refusal));
            return;
        }

        TellMisfits(table, result);
        if (parameters.Acks == Acks.None) _tally.AddAccepted(table.Count - result.Errors.Count - result.DeadLettered.Count);
        else foreach (var receipt in result.Partitions) _tally.Add(receipt);
        TellRefusals(table, result.Errors);
    }

    private void TellMisfits(RecordTable table, ProduceResult result)
    {
        foreach (var warning in result.Warnings)
        {
            var (index, line) = _parser.Locate(table, warning.Index);
            _tally.AddWarning(index, line, warning.Error);
        }

        foreach (var letter in result.DeadLettered)
        {
            var (index, line) = _parser.Locate(table, letter.Index);
            _tally.AddDeadLetter(index, line, letter);
        }
    }

    /// <summary>Adds what the parser and the engine refused in this part, in the order of its lines.</summary>
    private void TellRefusals(RecordTable table, IReadOnlyList<RecordError> errors)
    {
        if (errors.Count == 0 && _parser.Refusals.Count == 0) return;
        var refused = new List<(long Index, long Line, Problem Problem)>();
        foreach (var refusal in _parser.Refusals) refused.Add((refusal.Index, refusal.Error.Line, JsonProblems.Of(refusal.Error)));
        foreach (var error in errors)
        {
            var (index, line) = _parser.Locate(table, error.Index);
            refused.Add((index, line, Problem.From(error.Error)));
        }

        refused.Sort((a, b) => a.Index.CompareTo(b.Index));
        foreach (var (index, line, problem) in refused)
        {
            if (_end is null && EndsUpload(problem)) EndAt(index, line, problem);
            else _tally.Add(index, line, problem);
        }
    }

    private static bool EndsUpload(Problem problem) => problem.Entry.Status is >= 500 or StatusCodes.Status413PayloadTooLarge;

    private void EndAt(long index, long? line, Problem problem)
    {
        (_end, _endIndex, _endLine) = (problem, index, line);
        _tally.Add(index, line, problem);
    }

    private async Task AnswerAsync()
    {
        if (_tally is { Failed: 0, HasTaken: false })
        {
            await ProblemWriter.WriteAsync(context, JsonProblems.NoRecords());
            return;
        }

        // What is left of the body is not read: the connection cannot be used again.
        if (_end is not null) context.Response.Headers.Connection = "close";
        if (!_tally.HasTaken)
        {
            var first = _end ?? _tally.FirstProblem!;
            await ProblemWriter.WriteAsync(context, first with { Items = null, Detail = "No record was stored. " + first.Detail }, WriteMembers);
            return;
        }

        using var body = new ResponseBuffer(4096);
        await using (var json = new Utf8JsonWriter(body, ProblemWriter.Readable))
        {
            json.WriteStartObject();
            WriteMembers(json);
            json.WriteEndObject();
        }

        var complete = parameters.Acks == Acks.None ? StatusCodes.Status202Accepted : StatusCodes.Status201Created;
        await body.SendAsync(context.Response, _tally.Failed > 0 ? StatusCodes.Status207MultiStatus : complete);
    }

    private void WriteMembers(Utf8JsonWriter json)
    {
        if (parameters.Acks == Acks.None) json.WriteNumber("accepted"u8, _tally.Stored);
        else _tally.WriteStored(json);
        _tally.WriteMisfits(json);
        if (_end is { } end)
        {
            json.WriteString("ended"u8, $"The upload ended here; nothing behind it was stored. {end.Detail}");
            json.WriteNumber("index"u8, _endIndex);
            if (_endLine is { } line) json.WriteNumber("line"u8, line);
        }

        if (_tally.Failed > 0) _tally.WriteErrors(json);
    }

    private int LongLineBytes()
    {
        var config = engine.Find(_topic)?.Config;
        var max = config is not null && config.TryGetValue("max.message.bytes", out var text) && int.TryParse(text, out var bytes) ? bytes : DefaultMaxMessageBytes;
        return Math.Max(1, max - StoredOverhead);
    }
}
