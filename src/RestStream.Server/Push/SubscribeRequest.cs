using System.Globalization;
using System.Text.Json;
using RestStream.Core;
using RestStream.Core.Fetch;
using RestStream.Core.Topics;
using RestStream.Server.Errors;
using RestStream.Server.Filters;
using RestStream.Server.Hosting;
using RestStream.Server.Schemas;
using RestStream.Server.Validation;

namespace RestStream.Server.Push;

/// <summary>A subscription as asked for, checked.</summary>
/// <param name="Topics">Which topics.</param>
/// <param name="From">Where it starts; null when not said.</param>
/// <param name="Cursor">Where it goes on; null when not said.</param>
/// <param name="Shape">How its batches are.</param>
/// <param name="Credits">The credits it begins with; null sends as the transport takes.</param>
internal sealed record SubscribeRequest(TopicSelection Topics, Position? From, CursorSet? Cursor, BatchShape Shape, int? Credits)
{
    private const int MaxPartitions = Core.Fetch.Cursor.MaxPartitions;

    /// <summary>Reads a request; all that is not allowed in it is told at once.</summary>
    public static SubscribeRequest? Read(JsonElement json, PushOptions options, FilterCompiler filters, TimeProvider time, out Problem? problem)
    {
        problem = null;
        if (ControlJson.Read<SubscribeBody>(json, out problem) is not { } body) return null;
        var items = new List<ErrorItem>();
        var patterns = ReadTopics(body.Topics, options, items);
        var shape = new BatchShape(
            InRange("maxBatch", body.MaxBatch ?? options.DefaultBatch, 1, options.MaxBatch, items),
            InRange("maxBytes", body.MaxBytes ?? options.DefaultBatchBytes, 1, options.MaxBatchBytes, items),
            body.Filter is null ? null : filters.Compile(body.Filter, "/filter", out problem),
            Format: null,
            options.IdleInterval)
        {
            View = ReadView(body.Schema, body.ValueFormat, items),
        };
        if (problem is not null) return null;
        if (body.Credits is { } credits) InRange("credits", credits, 0, options.MaxCredits, items);
        var partitions = ReadPartitions(body, patterns, items);
        if (items.Count > 0)
        {
            problem = new Problem(HttpErrors.ValidationFailed, items[0].Detail, items);
            return null;
        }

        var from = ParsePosition(body.From, "from", time, out problem);
        if (problem is not null) return null;
        var cursor = body.Cursor is { } text ? ParseCursor(text, out problem) : null;
        return problem is null ? new(new TopicSelection(patterns, partitions, options), from, cursor, shape, body.Credits) : null;
    }

    /// <summary>A position in REST's language; a number is an offset or, below 0, so many from the end.</summary>
    public static Position? ParsePosition(JsonElement? json, string name, TimeProvider time, out Problem? problem)
    {
        problem = null;
        var text = json switch
        {
            null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => null,
            { } element => HubArguments.TextOf(element) ?? element.GetRawText(),
        };
        if (text is null) return null;
        if (PositionParser.TryParse(text, time, out var position, out var error)) return position;
        problem = new Problem(HttpErrors.InvalidParameter, error, [new ErrorItem("/" + name, error)]);
        return null;
    }

    public static CursorSet? ParseCursor(string text, out Problem? problem)
    {
        problem = null;
        var decoded = CursorSet.Decode(text);
        if (decoded.IsSuccess) return decoded.Value;
        problem = Records.ReadStart.UnreadableCursor(decoded.Error);
        return null;
    }

    /// <summary>One name or pattern, or an array of them.</summary>
    public static List<TopicPattern> ReadTopics(JsonElement? json, PushOptions options, List<ErrorItem> items)
    {
        var patterns = new List<TopicPattern>();
        JsonElement[] names = json switch
        {
            { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray()],
            { ValueKind: JsonValueKind.String } one => [one],
            _ => [],
        };
        if (names.Length == 0) items.Add(new("/topics", "'topics' takes one or more names or patterns, such as [\"quakes\", \"trucks-*\"]."));
        if (names.Length > options.MaxTopics) items.Add(new("/topics", $"A subscription takes at most {options.MaxTopics} names and patterns; there are {names.Length}."));
        for (var i = 0; i < names.Length && items.Count == 0; i++)
        {
            var name = HubArguments.TextOf(names[i]);
            var violation = name is null ? "A topic is given by its name, as text." : TopicPattern.Violation(name);
            if (violation is null) patterns.Add(new TopicPattern(name!));
            else items.Add(new(string.Create(CultureInfo.InvariantCulture, $"/topics/{i}"), violation));
        }

        return patterns;
    }

    /// <summary>What the client wants to know of schemas.</summary>
    public static RecordViewOptions ReadView(bool? schema, string? valueFormat, List<ErrorItem> items)
    {
        if (!RecordViewOptions.IsFormat(valueFormat)) items.Add(new("/valueFormat", "'valueFormat' takes json or stored (the default)."));
        return new RecordViewOptions(schema is true, valueFormat == RecordViewOptions.Json);
    }

    private static int[]? ReadPartitions(SubscribeBody body, List<TopicPattern> patterns, List<ErrorItem> items)
    {
        if (body.Partitions is not { } partitions) return null;
        if (partitions.Count == 0) items.Add(new("/partitions", "'partitions' takes one or more numbers; leave it out to read all."));
        if (partitions.Any(partition => partition is < 0 or >= MaxPartitions)) items.Add(new("/partitions", $"A partition is a number from 0 to {MaxPartitions - 1}."));
        if (patterns is not [{ IsPattern: false }]) items.Add(new("/partitions", "'partitions' goes with one topic by its name."));
        return [.. partitions.Distinct().Order()];
    }

    /// <summary>The value; outside its range it is noted among the items.</summary>
    public static int InRange(string name, int value, int min, int max, List<ErrorItem> items)
    {
        if (value < min || value > max) items.Add(new("/" + name, $"'{name}' takes {min} to {max}; it is {value}."));
        return value;
    }
}
