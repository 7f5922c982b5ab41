using System.Globalization;
using System.Text;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Records;
using RestStream.Server.Errors;
using RestStream.Server.Json;
using RestStream.Server.Validation;

namespace RestStream.Server.Records;

/// <summary>A raw record: the body's bytes are the value, whatever they are; key, partition, timestamp and headers come beside it.</summary>
internal static class SingleRecord
{
    private const string HeaderPrefix = "Record-Header-";

    /// <summary>Fills the table, which has the body, with its one record.</summary>
    public static Problem? Describe(HttpRequest request, RecordTable table)
    {
        var record = RecordSlice.Empty;
        table.Clear();
        var isTombstone = RawValue.IsTombstone(table.Body);
        record.ValueLength = isTombstone ? -1 : table.Body.Length;
        table.IsJson = isTombstone || RawValue.IsJson(table.Body);
        AddHeaders(request.Headers, table, ref record);
        var problem = request.QueryString.HasValue ? AddParameters(request, table, ref record) : null;
        table.Add(record);
        return problem;
    }

    private static Problem? AddParameters(HttpRequest request, RecordTable table, ref RecordSlice record)
    {
        var query = new Parameters(request);
        if (request.Query.TryGetValue("key", out var key))
        {
            if (key.Count > 1) query.Unreadable("key", "'key' is given more than once.");
            if (!QueryText.IsDecodable(request.QueryString, "key")) query.Unreadable("key", "'key' is not percent-encoded UTF-8. Keys that are not text go in a body with 'keyEncoding'.");
            (record.KeyStart, record.KeyLength) = AddText(table, key.ToString());
        }

        record.Partition = query.OptionalInteger("partition", 0, int.MaxValue) ?? -1;
        if (query.Text("timestamp") is { } timestamp) record.Timestamp = ReadTimestamp(query, timestamp);
        return query.Problem;
    }

    private static long ReadTimestamp(Parameters query, string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)) return milliseconds;
        if (PositionParser.TryReadIsoTime(text, out var time) && time >= DateTimeOffset.UnixEpoch) return time.ToUnixTimeMilliseconds();
        query.Unreadable("timestamp", "'timestamp' takes epoch milliseconds or ISO 8601.");
        return RecordSlice.NoTimestamp;
    }

    private static void AddHeaders(IHeaderDictionary headers, RecordTable table, ref RecordSlice record)
    {
        foreach (var (name, values) in headers)
        {
            if (!name.StartsWith(HeaderPrefix, StringComparison.OrdinalIgnoreCase) || name.Length == HeaderPrefix.Length) continue;
            foreach (var value in values) AddHeader(table, ref record, name[HeaderPrefix.Length..], value ?? "");
        }
    }

    private static void AddHeader(RecordTable table, ref RecordSlice record, string name, string value)
    {
        var (nameStart, nameLength) = AddText(table, name);
        var (valueStart, valueLength) = AddText(table, value);
        var index = table.AddHeader(new HeaderSlice(nameStart, nameLength, valueStart, valueLength));
        if (record.HeaderCount++ == 0) record.HeaderStart = index;
    }

    private static (int Start, int Length) AddText(RecordTable table, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, table.Scratch(length, out var start));
        return (start, length);
    }
}
