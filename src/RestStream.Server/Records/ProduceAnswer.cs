using System.Globalization;
using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Produce;
using RestStream.Core.Records;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>
/// Writes what became of a produce: 201 all stored, 207 some, 202 with acks=0, a problem when none. The common answer is spliced from bytes, so that a request
/// allocates the same whatever its count.
/// </summary>
internal static class ProduceAnswer
{
    public static Task WriteAsync(HttpContext context, RecordTable table, in ProduceResult result, ProduceParameters parameters)
    {
        if (result.Error is { } error) return ProblemWriter.WriteAsync(context, Problem.From(error));
        if (result.Errors.Count > 0) return WriteFailuresAsync(context, table, result, parameters);
        return parameters.Acks == Acks.None ? WriteAcceptedAsync(context, table.Count) : WriteStoredAsync(context, table, result, parameters);
    }

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

    private static async Task WriteAcceptedAsync(HttpContext context, int count)
    {
        using var body = new ResponseBuffer();
        body.Append("{\"accepted\":"u8);
        body.Append(count);
        body.Append("}"u8);
        await body.SendAsync(context.Response, StatusCodes.Status202Accepted);
    }

    private static async Task WriteStoredAsync(HttpContext context, RecordTable table, ProduceResult result, ProduceParameters parameters)
    {
        using var body = new ResponseBuffer();
        body.Append("{\"partitions\":["u8);
        AppendPartitions(body, result.Partitions);
        body.Append("]"u8);
        if (parameters.EachReceipt) AppendReceipts(body, table);
        AppendAcks(body, result, parameters);
        body.Append("}"u8);
        await body.SendAsync(context.Response, StatusCodes.Status201Created);
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

    private static Task WriteFailuresAsync(HttpContext context, RecordTable table, ProduceResult result, ProduceParameters parameters)
    {
        if (result.Partitions.Count > 0) return WritePartialAsync(context, table, result, parameters);
        var first = Problem.From(result.Errors[0].Error);
        if (table.Count == 1) return ProblemWriter.WriteAsync(context, first);
        var detail = $"None of the {table.Count} records was stored. Record {result.Errors[0].Index}: {first.Detail}";
        return ProblemWriter.WriteAsync(context, first with { Detail = detail, Items = null }, json => WriteErrors(json, result.Errors));
    }

    private static async Task WritePartialAsync(HttpContext context, RecordTable table, ProduceResult result, ProduceParameters parameters)
    {
        using var body = new ResponseBuffer(4096);
        body.Append("{\"partitions\":["u8);
        AppendPartitions(body, result.Partitions);
        body.Append("]"u8);
        if (parameters.EachReceipt) AppendReceipts(body, table);
        AppendAcks(body, result, parameters);
        body.Append(",\"errors\":"u8);
        await using (var json = new Utf8JsonWriter(body, ProblemWriter.Readable))
        {
            WriteFailures(json, result.Errors);
        }

        body.Append("}"u8);
        await body.SendAsync(context.Response, StatusCodes.Status207MultiStatus);
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<RecordError> errors)
    {
        json.WritePropertyName("errors"u8);
        WriteFailures(json, errors);
    }

    private static void WriteFailures(Utf8JsonWriter json, IReadOnlyList<RecordError> errors)
    {
        json.WriteStartArray();
        foreach (var error in errors) WriteFailure(json, error.Index, null, Problem.From(error.Error));
        json.WriteEndArray();
    }
}
