using System.Globalization;
using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>
/// Writes what became of a produce: 201 all stored, 207 some, 202 with acks=0 and for a single record that is a dead letter, a problem when none. The common answer is spliced from bytes, so that a request
/// allocates the same whatever its count.
/// </summary>
internal static class ProduceAnswer
{
    public static Task WriteAsync(HttpContext context, RecordTable table, in ProduceResult result, ProduceParameters parameters)
    {
        if (result.Error is { } error) return ProblemWriter.WriteAsync(context, Problem.From(error));
        if (IsNoneStored(result)) return WriteNoneStoredAsync(context, table, result);
        if (result.Errors.Count > 0) return WriteReceiptAsync(context, table, result, parameters);
        return parameters.Acks == Acks.None && result.DeadLettered.Count == 0 && result.Warnings.Count == 0 ? WriteAcceptedAsync(context, table.Count) : WriteReceiptAsync(context, table, result, parameters);
    }

    /// <summary>True when no record is in the topic, nor among its dead letters.</summary>
    public static bool IsNoneStored(ProduceResult result) => result.Errors.Count > 0 && result.Partitions.Count == 0 && result.DeadLettered.Count == 0;

    /// <summary>Says where a single record is.</summary>
    public static void SetLocation(HttpContext context, string topic, ProduceResult result)
    {
        if (result.Partitions is not [{ BaseOffset: >= 0 } receipt]) return;
        context.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture, $"/v1/topics/{topic}/partitions/{receipt.Partition}/records/{receipt.BaseOffset}");
    }

    /// <summary>One failed record: its index, and all of its problem.</summary>
    public static void WriteFailure(Utf8JsonWriter json, long index, long? line, Problem problem)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        if (line is { } number) json.WriteNumber("line"u8, number);
        json.WriteNumber("status"u8, problem.Entry.Status);
        json.WriteString("code"u8, problem.Code);
        json.WriteString("detail"u8, problem.Detail);
        json.WriteBoolean("retriable"u8, problem.Entry.Retriable);
        if (problem.Items is { Count: > 0 } items) ProblemWriter.WriteItems(json, items);
        json.WriteEndObject();
    }

    private static Task WriteNoneStoredAsync(HttpContext context, RecordTable table, ProduceResult result)
    {
        var problem = NoneStored(table, result);
        return table.Count == 1 ? ProblemWriter.WriteAsync(context, problem) : ProblemWriter.WriteAsync(context, problem, json => WriteErrors(json, result.Errors));
    }

    private static async Task WriteAcceptedAsync(HttpContext context, int count)
    {
        using var body = new ResponseBuffer();
        body.Append("{\"accepted\":"u8);
        body.Append(count);
        body.Append("}"u8);
        await body.SendAsync(context.Response, StatusCodes.Status202Accepted);
    }

    /// <summary>Appends where the records landed, and <c>errors</c> with an entry for each that did not; its index is the one in the request and <paramref name="firstIndex"/>.</summary>
    public static void Append(ResponseBuffer body, RecordTable table, ProduceResult result, ProduceParameters parameters, long firstIndex = 0)
    {
        body.Append("\"partitions\":["u8);
        AppendPartitions(body, result.Partitions);
        body.Append("]"u8);
        if (parameters.EachReceipt) AppendReceipts(body, table);
        AppendAcks(body, result, parameters);
        MisfitWriter.Append(body, result, firstIndex);
        if (result.Errors.Count == 0) return;
        body.Append(",\"errors\":"u8);
        using var json = new Utf8JsonWriter(body, ProblemWriter.Readable);
        WriteFailures(json, result.Errors, firstIndex);
    }

    /// <summary>Of several records none was stored: the problem of the first.</summary>
    public static Problem NoneStored(RecordTable table, ProduceResult result)
    {
        var first = Problem.From(result.Errors[0].Error);
        return table.Count == 1
            ? first
            : first with { Detail = $"None of the {table.Count} records was stored. Record {result.Errors[0].Index}: {first.Detail}", Items = null };
    }

    /// <summary>Writes <c>errors</c>, one entry a record that was not stored.</summary>
    public static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<RecordError> errors)
    {
        json.WritePropertyName("errors"u8);
        WriteFailures(json, errors, 0);
    }

    private static async Task WriteReceiptAsync(HttpContext context, RecordTable table, ProduceResult result, ProduceParameters parameters)
    {
        using var body = new ResponseBuffer(result.Errors.Count > 0 ? 4096 : 512);
        body.Append("{"u8);
        Append(body, table, result, parameters);
        body.Append("}"u8);
        await body.SendAsync(context.Response, StatusOf(table, result, parameters));
    }

    // A single dead letter is accepted, and is not where it was sent.
    private static int StatusOf(RecordTable table, ProduceResult result, ProduceParameters parameters)
    {
        if (result.Errors.Count > 0) return StatusCodes.Status207MultiStatus;
        var isAccepted = parameters.Acks == Acks.None || (parameters.IsSingle && table.Count == 1 && result.DeadLettered.Count == 1);
        return isAccepted ? StatusCodes.Status202Accepted : StatusCodes.Status201Created;
    }

    private static void AppendAcks(ResponseBuffer body, in ProduceResult result, ProduceParameters parameters)
    {
        if (result.AcknowledgedAs == Acks.Leader && parameters.Acks == Acks.All) body.Append(",\"acks\":\"1\""u8);
    }

    private static void AppendPartitions(ResponseBuffer body, IReadOnlyList<PartitionReceipt> receipts)
    {
        for (var i = 0; i < receipts.Count; i++)
        {
            var receipt = receipts[i];
            body.Append(i == 0 ? "{\"partition\":"u8 : ",{\"partition\":"u8);
            body.Append(receipt.Partition);
            body.Append(",\"baseOffset\":"u8);
            body.Append(receipt.BaseOffset);
            body.Append(",\"count\":"u8);
            body.Append(receipt.Count);
            body.Append("}"u8);
        }
    }

    private static void AppendReceipts(ResponseBuffer body, RecordTable table)
    {
        body.Append(",\"records\":["u8);
        var isFirst = true;
        foreach (ref readonly var record in table.Records)
        {
            if (!isFirst) body.Append(","u8);
            isFirst = false;
            if (record.Offset < 0)
            {
                body.Append("null"u8);
                continue;
            }

            body.Append("{\"partition\":"u8);
            body.Append(record.Partition);
            body.Append(",\"offset\":"u8);
            body.Append(record.Offset);
            body.Append("}"u8);
        }

        body.Append("]"u8);
    }

    private static void WriteFailures(Utf8JsonWriter json, IReadOnlyList<RecordError> errors, long firstIndex)
    {
        json.WriteStartArray();
        foreach (var error in errors) WriteFailure(json, firstIndex + error.Index, null, Problem.From(error.Error));
        json.WriteEndArray();
    }
}
