using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;
using RestStream.Server.Topics;

namespace RestStream.Server.Records;

/// <summary>Records in the OpenAPI document.</summary>
internal static class RecordDocs
{
    private const string Tag = "records";
    private static readonly string Unknown = ErrorCodes.NameOf(ErrorCode.UnknownTopicOrPartition);

    private static readonly string[] ProduceProblems =
    [
        HttpErrors.BadRequest, HttpErrors.InvalidParameter, HttpErrors.ValidationFailed, HttpErrors.RequestTooLarge, HttpErrors.RequestTimeout, HttpErrors.UnsupportedContentEncoding,
        HttpErrors.ForeignOrigin, HttpErrors.ServerBusy, Unknown,
        .. new[]
        {
            ErrorCode.InvalidTopicException, ErrorCode.TopicAlreadyExists, ErrorCode.MessageTooLarge, ErrorCode.InvalidTimestamp, ErrorCode.InvalidRecord, ErrorCode.ValidationLimit, ErrorCode.SchemaNotFound, ErrorCode.InternalTopic, ErrorCode.DiskFull,
            ErrorCode.KafkaStorageError, ErrorCode.OutcomeUnknown, ErrorCode.ShuttingDown,
        }.Select(ErrorCodes.NameOf),
    ];

    private static readonly ParameterDoc Acks = new(
        "acks", "`all` (the default): answered when synced to disk. `1`: when written. `0`: at once, 202 without offsets.", null, Choices: ["all", "1", "0"]);

    public static readonly OperationDoc ProduceOne = new("produceOne", Tag, "Produce one record: the body is the value")
    {
        Description = "Any Content-Type. JSON stays JSON byte for byte, other bytes come back as text or base64. An empty body is an empty value, `null` a tombstone. "
            + "Record headers come as `Record-Header-<name>`. The topic is made at its first record.",
        Parameters =
        [
            TopicDocs.TopicParameter(),
            new("key", "The record's key, as text.", "order-1"),
            new("partition", "The partition; by the key's hash when absent.", null, true),
            new("timestamp", "Epoch milliseconds or ISO 8601; now when absent."),
            Acks,
            new("receipts", "`each` answers with the record's offset in `records` too.", null, Choices: ["each", "partitions"]),
        ],
        Bodies =
        [
            new("application/json", """{"order":1,"total":12.5}"""),
            new("text/plain", "any text"),
            new("application/octet-stream", "any bytes"),
        ],
        Responses =
        [
            new(201, "Stored; `Location` names the record", "application/json", typeof(ProduceReceipt)),
            new(202, "Accepted (acks=0); or, with `deadLettered`, stored among the dead letters because it does not fit the topic's schema", "application/json", typeof(AcceptedReceipt)),
        ],
        Problems = ProduceProblems,
    };

    public static readonly OperationDoc Produce = new("produce", Tag, "Produce records: JSON, a bare array, or NDJSON of any length")
    {
        Description = "A record is `{key?, value, headers?, partition?, timestamp?, keyEncoding?, valueEncoding?}`. NDJSON has one a line and is appended as it comes; its answer adds `stored`. "
            + "`acks` is in an answer when the topic leaves flushing to the system: written, not synced.",
        Parameters = [TopicDocs.TopicParameter(), Acks, new("receipts", "`each` answers with every record's offset (not for NDJSON).", "each", Choices: ["each", "partitions"])],
        Bodies =
        [
            new("application/json", """{"records":[{"key":"order-2","value":{"order":2,"total":7}},{"value":"plain text","headers":[{"name":"src","value":"docs"}]}]}""", typeof(ProduceBody)),
            new("application/x-ndjson", "{\"key\":\"order-3\",\"value\":{\"order\":3}}\n{\"key\":\"order-4\",\"value\":null}\n"),
        ],
        Responses =
        [
            new(201, "All stored; `warnings` and `deadLettered` list those that do not fit the topic's schema", "application/json", typeof(ProduceReceipt)),
            new(202, "Accepted (acks=0)", "application/json", typeof(AcceptedReceipt)),
            new(207, "Some stored: `errors` has an entry for each that was not", "application/json", typeof(PartialReceipt)),
        ],
        Problems = [.. ProduceProblems, HttpErrors.InvalidJson, HttpErrors.ValueOutOfRange],
    };

    public static readonly OperationDoc Read = new("read", Tag, "Read, long-poll or tail")
    {
        Description = "JSON: one page and `next`, the cursor to go on with; `wait` makes it a long poll. `Accept: text/event-stream` or `application/x-ndjson`: a live stream that starts at `latest`, "
            + "ended by `max` or `for`. Partitions are merged by timestamp; each one's order is kept. `gap` tells what was missed.",
        Parameters =
        [
            TopicDocs.TopicParameter(),
            new("from", "`earliest` (a page's default), `latest` (a stream's), `42`, `-10` (the last ten), `@2026-11-01T00:00Z`, `@-15m`.", "earliest"),
            new("cursor", "`next` of a page or the `id` of an event; before `from`."),
            new("partition", "One partition only.", null, true),
            new("max", "At most so many records: 500 by default, at most 10000 in a page.", "100", true),
            new("maxBytes", "At most so many bytes in a page, but at least one record: 1 MiB by default, at most 16 MiB.", null, true),
            new("filter", "Only records for which this holds: `value.mag >= 4 && key.startsWith('ci')`. Pages then answer `scanned` too, and an empty one is not the end.", "value.order >= 1"),
            new("maxScan", "With a filter: a page looks at so many records at most, 100000 by default.", null, true),
            new("schema", "`true`: each record says in `schema` which schema its value has, or `unknown`.", null, Choices: ["true", "false"]),
            new("valueFormat", "`json`: values in one of Confluent's wire forms are shown as JSON, by their schema.", null, Choices: ["json", "stored"]),
            new("wait", "Long poll: wait so long for the first record, at most 60s.", "1s"),
            new("for", "Streams: end after so long.", "5s"),
            new("group", "Streams: read as a member of this group, from its committed offsets. The first event, `joined`, names the member and the generation; when the connection closes the member leaves."),
            new("commit", "With `group`: `auto` commits what was written; without it commit by `POST /v1/groups/{group}/commit`.", null, Choices: ["auto"]),
            new("instance", "With `group`: a static member, whose place is kept for `sessionTimeout` while it is away."),
            new("sessionTimeout", "With `instance`: how long, 45s by default."),
            new("Last-Event-ID", "Streams: the `id` of the last event that came; before `cursor`.", null, In: "header"),
        ],
        Responses =
        [
            new(200, "A page, or a stream", MediaTypes.Json, typeof(ReadPage)),
            new(200, "A stream of events: `id` is a cursor, `data` a record", MediaTypes.EventStream),
            new(200, "A stream of records, one a line", MediaTypes.Ndjson),
        ],
        Problems =
        [
            Unknown, HttpErrors.InvalidParameter, HttpErrors.ValidationFailed, HttpErrors.InvalidCursor, HttpErrors.InvalidFilter, HttpErrors.NotAcceptable, HttpErrors.ServerBusy, ErrorCodes.NameOf(ErrorCode.OffsetOutOfRange),
            ErrorCodes.NameOf(ErrorCode.TooManyRequests), ErrorCodes.NameOf(ErrorCode.UnsupportedCompressionType), ErrorCodes.NameOf(ErrorCode.InvalidGroupId),
            ErrorCodes.NameOf(ErrorCode.InvalidSessionTimeout), ErrorCodes.NameOf(ErrorCode.GroupMaxSizeReached), ErrorCodes.NameOf(ErrorCode.CoordinatorLoadInProgress),
        ],
    };

    public static readonly OperationDoc ReadOne = new("readOne", Tag, "Read one record, or its value's raw bytes")
    {
        Description = "`Accept: application/octet-stream` gives the value exactly as stored, as an attachment; 204 for a tombstone.",
        Parameters =
        [
            TopicDocs.TopicParameter(),
            new("partition", "The partition.", "0", true, "path"),
            new("offset", "The record's offset.", "0", true, "path"),
            new("schema", "`true`: each record says in `schema` which schema its value has, or `unknown`.", null, Choices: ["true", "false"]),
            new("valueFormat", "`json`: values in one of Confluent's wire forms are shown as JSON, by their schema.", null, Choices: ["json", "stored"]),
        ],
        Responses =
        [
            new(200, "The record", MediaTypes.Json, typeof(ReadRecord)),
            new(200, "Its value", MediaTypes.Bytes),
            new(204, "A tombstone has no value (raw bytes only)"),
        ],
        Problems =
        [
            Unknown, HttpErrors.RecordNotFound, HttpErrors.InvalidParameter, HttpErrors.NotAcceptable, ErrorCodes.NameOf(ErrorCode.CorruptMessage),
            ErrorCodes.NameOf(ErrorCode.UnsupportedCompressionType),
        ],
    };
}
