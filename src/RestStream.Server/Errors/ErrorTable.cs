using System.Collections.Frozen;
using RestStream.Core;

namespace RestStream.Server.Errors;

/// <summary>The one table from error codes to status, words and pages.</summary>
internal static class ErrorTable
{
    private static readonly FrozenDictionary<string, ErrorEntry> Rows = EngineRows().Concat(HttpRows()).ToFrozenDictionary(row => row.Code);

    /// <summary>All rows, by code.</summary>
    public static IEnumerable<ErrorEntry> All => Rows.Values.OrderBy(row => row.Code, StringComparer.Ordinal);

    /// <summary>The row of a code; null when there is none.</summary>
    public static ErrorEntry? Find(string code) => Rows.GetValueOrDefault(code);

    /// <summary>The row of a code that exists.</summary>
    public static ErrorEntry Of(string code) => Rows[code];

    /// <summary>The row of an engine's code.</summary>
    public static ErrorEntry Of(ErrorCode code) => Rows[ErrorCodes.NameOf(code)];

    private static ErrorEntry Row(ErrorCode code, int status, string title, string meaning, string remedy, bool retriable = false, int retryAfter = 0) =>
        new(ErrorCodes.NameOf(code), status, title, retriable, meaning, remedy, retryAfter);

    private static ErrorEntry Row(string code, int status, string title, string meaning, string remedy, bool retriable = false, int retryAfter = 0) =>
        new(code, status, title, retriable, meaning, remedy, retryAfter);

    private static IEnumerable<ErrorEntry> EngineRows() =>
    [
        Row(ErrorCode.UnknownTopicOrPartition, 404, "Unknown topic or partition",
            "No topic has that name, or the topic has no partition of that number.",
            "List the topics with GET /v1/topics. A topic is made by its first record when autoCreateTopics is on, or by POST /v1/topics."),
        Row(ErrorCode.TopicAlreadyExists, 409, "Topic already exists", "A topic of that name exists, or records of one that was lost; nothing was changed.",
            "Use it, or make it idempotently with PUT /v1/topics/{topic}. Of a lost topic the detail names the directory and the cure."),
        Row(ErrorCode.InvalidTopicException, 422, "Invalid topic name", "The name breaks Kafka's rules for names of topics.",
            "Use 1 to 249 of the characters a-z A-Z 0-9 . _ - and neither '.' nor '..'."),
        Row(ErrorCode.InvalidPartitions, 422, "Invalid number of partitions",
            "The number is below 1, above the limit, or lower than the topic has: partitions are never taken away.",
            "Ask for a number in the range that the detail names."),
        Row(ErrorCode.InvalidConfig, 422, "Invalid config", "A config is unknown, of another type, or out of its range; nothing was changed.",
            "The detail names the config and its range. The names are Kafka's topic configs."),
        Row(ErrorCode.InvalidRequest, 422, "Invalid request", "The request contradicts itself or an argument is out of its range.",
            "The detail names the argument and what is allowed."),
        Row(ErrorCode.OffsetOutOfRange, 422, "Offset out of range", "The offset lies beyond the end of the partition.",
            "The detail names the bounds. GET /v1/topics/{topic}/offsets shows them; read from 'latest' to wait for what comes."),
        Row(ErrorCode.MessageTooLarge, 413, "Record too large", "A record is larger than the topic's max.message.bytes; it was not stored.",
            "Send a smaller record, or raise max.message.bytes with PATCH /v1/topics/{topic}."),
        Row(ErrorCode.InvalidRecord, 422, "Invalid record", "The record can be read but a rule of the topic, or its schema, refuses it; it was not stored.",
            "The detail names the rule; of a schema, errors have a JSON Pointer to each place. GET /v1/topics/{topic}/schema shows what is asked."),
        Row(ErrorCode.InvalidTimestamp, 422, "Invalid timestamp",
            "The record's timestamp lies outside the topic's message.timestamp.before.max.ms and message.timestamp.after.max.ms.",
            "Send epoch milliseconds or ISO 8601 within the bounds, leave the timestamp out, or change the topic's configs."),
        Row(ErrorCode.PolicyViolation, 422, "Policy violation", "The topic's policy forbids the call; nothing was changed.",
            "The detail names the policy, for example a cleanup.policy without 'delete'."),
        Row(ErrorCode.UnsupportedCompressionType, 501, "Unsupported compression type",
            "The stored batch is compressed by a codec that has no decoder here. It is kept untouched.",
            "Read around it, or read it with a Kafka client."),
        Row(ErrorCode.CorruptMessage, 500, "Corrupt data", "Stored data is damaged: its checksum does not match. It is never served and never deleted.",
            "The detail names the next readable offset: read from there. Run the verify verb on the data directory."),
        Row(ErrorCode.KafkaStorageError, 503, "Storage error", "Storage failed; nothing of this request was stored.",
            "Try again. If it goes on, look at the server's log.", true, 5),
        Row(ErrorCode.CoordinatorNotAvailable, 503, "Coordinator not available", "There is no group coordinator to ask; nothing was changed.",
            "Try again later. If it goes on, look at the server's log.", true, 2),
        Row(ErrorCode.CoordinatorLoadInProgress, 503, "Coordinator load in progress", "The groups and their offsets are being read from disk; nothing was changed.",
            "Try again: the same request is safe.", true, 1),
        Row(ErrorCode.InvalidGroupId, 422, "Invalid group name", "The group's name is empty, too long, or has characters that no name has.",
            "Use 1 to 249 characters, none of them a control character."),
        Row(ErrorCode.GroupIdNotFound, 404, "No such group", "There is no group of that name.",
            "List the groups with GET /v1/groups. A group is made by its first member or its first commit."),
        Row(ErrorCode.NonEmptyGroup, 409, "Group is not empty", "The group has members; what was asked for is done only while it has none. Nothing was changed.",
            "Stop its members, or wait until their sessions expire, and try again."),
        Row(ErrorCode.GroupMaxSizeReached, 409, "Group is full", "The group has as many members, or as many bytes of their metadata, as it may.",
            "Use fewer members: there is no use in more members than partitions. Or raise RestStream:Groups:MaxSize."),
        Row(ErrorCode.GroupSubscribedToTopic, 409, "Group subscribed to topic", "A member of the group reads the topic; its offsets were not deleted.",
            "Take the topic out of the members' subscriptions, or stop them."),
        Row(ErrorCode.UnknownMemberId, 409, "Unknown member", "The group has no such member: its session expired, it left, or it never joined.",
            "Poll without 'member' to join anew. What was not acknowledged is delivered again, to whoever gets the partition."),
        Row(ErrorCode.MemberIdRequired, 409, "Member id required", "A new member has to join with the id that it was given.",
            "Join again with that id."),
        Row(ErrorCode.IllegalGeneration, 409, "Illegal generation", "The group has rebalanced since: the generation is not the one it is in.",
            "Join again, or leave the generation out and commit while the group is Empty."),
        Row(ErrorCode.RebalanceInProgress, 409, "Rebalance in progress", "The group is sharing out its partitions anew; nothing was changed.",
            "Try again, after the member has joined again.", true),
        Row(ErrorCode.FencedInstanceId, 409, "Fenced instance", "Another member with the same instance id took the place of this one.",
            "Give each running instance an id of its own, and stop this one."),
        Row(ErrorCode.InconsistentGroupProtocol, 409, "Inconsistent group protocol",
            "The member's protocols have none in common with the other members of the group, or are of another kind.",
            "Use a protocol that all members of the group know; GET /v1/groups/{group} shows the one in use."),
        Row(ErrorCode.InvalidSessionTimeout, 422, "Invalid session timeout", "The session timeout lies outside the server's bounds.",
            "Use one between RestStream:Groups:MinSessionTimeout and RestStream:Groups:MaxSessionTimeout: 1 s to 30 min unless changed."),
        Row(ErrorCode.OffsetMetadataTooLarge, 422, "Offset metadata too large", "The text beside a committed offset is longer than the limit; that offset was not committed.",
            "Shorten it: 4096 bytes unless RestStream:Groups:MaxOffsetMetadataBytes says otherwise."),
        Row(ErrorCode.StaleAck, 409, "Stale acknowledgement",
            "The acknowledgement names a partition that the member no longer owns, or has not owned without a break; nothing of it was applied.",
            "Poll without 'ack' and go on with what comes. The records are delivered again to the partition's new owner."),
        Row(ErrorCode.PollSuperseded, 409, "Poll superseded", "A newer poll of the same member ended this one.",
            "Send one poll of a member at a time; the newer one answers."),
        Row(ErrorCode.InternalTopic, 403, "Internal topic", "The topic belongs to the server; no public route writes, deletes or truncates it.",
            "Use another name: names that begin with '__' and '_schemas' are kept for the server."),
        Row(ErrorCode.PreconditionFailed, 412, "Precondition failed", "The topic changed since you read it; nothing was changed.",
            "Get it again, look at what changed, and send the new ETag in If-Match."),
        Row(ErrorCode.DiskFull, 507, "Disk full", "The disk is full or below its reserve. Reads go on; what this answer lists as stored is kept.",
            "Free space or lower the retention. Produce works again by itself.", true, 10),
        Row(ErrorCode.OutcomeUnknown, 500, "Outcome unknown",
            "The records were written but the sync to disk failed: they may or may not survive. The server stops.",
            "When the server is back, read the end of the partition before you send again."),
        Row(ErrorCode.ShuttingDown, 503, "Shutting down", "The server is stopping or not yet open; nothing of this request was stored.",
            "Try again: the same request is safe.", true, 2),
        Row(ErrorCode.TooManyRequests, 429, "Too many requests", "A bound on waiting requests is reached.",
            "Try again later, with fewer waiting reads.", true, 1),
        Row(ErrorCode.SchemaNotFound, 409, "Schema not found", "The subject has no schema, or not the version that is asked for; nothing was changed, and a record that needs it was not stored.",
            "Register the schema with POST /subjects/{subject}/versions, or set allowMissing with PUT /v1/topics/{topic}/schema."),
        Row(ErrorCode.ValidationLimit, 422, "Validation limit", "Checking the record against its topic's schema takes more time, depth or steps than a record may; it was not stored.",
            "Make the record smaller or less deep, simplify the schema (patterns above all), or raise RestStream:Enforcement's limits."),
    ];

    private static IEnumerable<ErrorEntry> HttpRows() =>
    [
        Row(HttpErrors.BadRequest, 400, "Bad request", "The request cannot be read as HTTP or as what its headers say.",
            "The detail says what could not be read. Check the length, the encoding and the characters."),
        Row(HttpErrors.InvalidJson, 400, "Invalid JSON",
            "The body is not the JSON that the call takes: bad syntax, bad UTF-8, a duplicate or unknown member, a wrong type or too deep.",
            "The errors have a JSON Pointer to the place."),
        Row(HttpErrors.ValueOutOfRange, 400, "Value out of range", "A partition, a timestamp or another number in the body lies outside what it can be.",
            "The errors have a JSON Pointer to the place and its range."),
        Row(HttpErrors.InvalidParameter, 400, "Invalid parameter", "A parameter of the path, the query or a header cannot be read.",
            "The errors name each parameter and what it takes."),
        Row(HttpErrors.InvalidCursor, 400, "Invalid cursor", "The cursor was not made by this server or was cut.",
            "Use 'next' or an event's id exactly as it came, or start anew with 'from'."),
        Row(HttpErrors.InvalidFilter, 400, "Invalid filter", "The filter is not an expression of the filter language.",
            "The detail has the column and what was expected there; docs/filters.md has the grammar and examples."),
        Row(HttpErrors.UnknownSubscription, 404, "Unknown subscription", "The hub's connection has no subscription of that id.",
            "Use the id of the subscription's first frame, on the connection that made it."),
        Row(HttpErrors.InvalidAck, 400, "Invalid ack", "The ack was not made by this server or was cut; nothing was acknowledged.",
            "Use 'ack' of an answer exactly as it came, or leave it out: then the same records are delivered again."),
        Row(HttpErrors.ValidationFailed, 422, "Validation failed", "The request can be read, but a value in it is not allowed.",
            "The errors name each place and its range."),
        Row(HttpErrors.RouteNotFound, 404, "No such route", "Nothing is served at this path.", "See /swagger for every call there is."),
        Row(HttpErrors.RecordNotFound, 404, "No such record", "There is no record at this offset: it was deleted, or the offset is not a record's.",
            "GET /v1/topics/{topic}/offsets shows the bounds of each partition."),
        Row(HttpErrors.MethodNotAllowed, 405, "Method not allowed", "The path exists, but not for this method.", "The Allow header lists the methods."),
        Row(HttpErrors.NotAcceptable, 406, "Not acceptable", "None of the types in Accept can be served here.",
            "The detail lists the types. Leave Accept out to get JSON."),
        Row(HttpErrors.RequestTimeout, 408, "Request timeout", "The body came too slowly or stopped; an NDJSON upload keeps what was stored before.",
            "Send it again over a better connection.", true),
        Row(HttpErrors.RequestTooLarge, 413, "Request too large", "The body is larger than the limit, as sent or unpacked.",
            "Send fewer records at once, or stream them as application/x-ndjson: that has no limit in all, only one for each line."),
        Row(HttpErrors.UriTooLong, 414, "URI too long", "The request line is longer than the limit.", "Shorten the query."),
        Row(HttpErrors.UnsupportedMediaType, 415, "Unsupported media type", "The call does not take a body of this Content-Type.",
            "The detail lists what it takes."),
        Row(HttpErrors.UnsupportedContentEncoding, 415, "Unsupported content encoding", "The body is packed in a way that is not taken here.",
            "Send it plain, or with one Content-Encoding: gzip or br."),
        Row(HttpErrors.ForeignOrigin, 403, "Foreign origin", "A web page of another origin tried to change something. Nothing was changed.",
            "Add the page's origin to RestStream:AllowedOrigins."),
        Row(HttpErrors.UnknownHost, 400, "Unknown host", "The Host header does not name this server: a sign of DNS rebinding.",
            "Use localhost, or add the name to RestStream:AllowedHosts."),
        Row(HttpErrors.ServerBusy, 503, "Server busy", "As many bytes of requests and answers as allowed are in memory; what this answer does not list was not stored.",
            "Try again: the same request is safe.", true, 1),
        Row(HttpErrors.InternalError, 500, "Internal error", "The server failed in a way it does not know. The trace id finds it in the server's log.",
            "Report it with the trace id."),
    ];
}
