using RestStream.Core;
using RestStream.Server.Errors;
using RestStream.Server.OpenApi;

namespace RestStream.Server.Topics;

/// <summary>Topics in the OpenAPI document.</summary>
internal static class TopicDocs
{
    private const string Tag = "topics";
    private static readonly string Unknown = ErrorCodes.NameOf(ErrorCode.UnknownTopicOrPartition);
    private static readonly string[] BodyProblems =
    [
        HttpErrors.InvalidJson, HttpErrors.ValidationFailed, HttpErrors.InvalidParameter, HttpErrors.RequestTooLarge, HttpErrors.UnsupportedContentEncoding,
        HttpErrors.BadRequest, HttpErrors.RequestTimeout, HttpErrors.ServerBusy,
        HttpErrors.ForeignOrigin, ErrorCodes.NameOf(ErrorCode.InvalidConfig), ErrorCodes.NameOf(ErrorCode.InvalidPartitions), ErrorCodes.NameOf(ErrorCode.InternalTopic),
        ErrorCodes.NameOf(ErrorCode.DiskFull), ErrorCodes.NameOf(ErrorCode.ShuttingDown),
    ];

    private static readonly ParameterDoc ValidateOnly = new("validateOnly", "`true` says what would be, and changes nothing.", null, Choices: ["true", "false"]);
    private static readonly ParameterDoc IfMatch = new("If-Match", "The ETag that the topic must still have.", null, In: "header");

    public static readonly OperationDoc Create = new("createTopic", Tag, "Make a topic")
    {
        Description = "Names: 1 to 249 of `a-z A-Z 0-9 . _ -`. Configs are Kafka's topic configs by their names. A topic is also made by its first record.",
        Parameters = [ValidateOnly],
        Bodies = [new("application/json", """{"name":"demo-orders","partitions":3,"config":{"retention.ms":"604800000"}}""", typeof(TopicBody))],
        Responses =
        [
            new(201, "Made; `Location` names it", "application/json", typeof(TopicView)),
            new(200, "What would be made (validateOnly)", "application/json", typeof(TopicView)),
        ],
        Problems = [.. BodyProblems, ErrorCodes.NameOf(ErrorCode.TopicAlreadyExists), ErrorCodes.NameOf(ErrorCode.InvalidTopicException)],
    };

    public static readonly OperationDoc List = new("listTopics", Tag, "List topics by name")
    {
        Parameters =
        [
            new("limit", "At most so many, 1 to 1000; 100 by default.", "10", true),
            new("next", "`next` of the page before."),
            new("includeInternal", "`true` lists the server's own topics too.", Choices: ["true", "false"]),
        ],
        Responses = [new(200, "One page", "application/json", typeof(TopicList))],
        Problems = [HttpErrors.InvalidParameter, HttpErrors.ValidationFailed],
    };

    public static readonly OperationDoc Put = new("putTopic", Tag, "Make a topic, or make it so: idempotent")
    {
        Description = "`partitions` may grow. A `config` that is given becomes the whole config: what it does not name goes back to its default. What is absent stays.",
        Parameters = [TopicParameter(), ValidateOnly, IfMatch],
        Bodies = [new("application/json", """{"partitions":3,"config":{"retention.ms":"604800000"}}""", typeof(TopicBody))],
        Responses = [new(200, "It is so", "application/json", typeof(TopicView)), new(201, "Made", "application/json", typeof(TopicView))],
        Problems = [.. BodyProblems, Unknown, ErrorCodes.NameOf(ErrorCode.TopicAlreadyExists), ErrorCodes.NameOf(ErrorCode.PreconditionFailed), ErrorCodes.NameOf(ErrorCode.InvalidTopicException)],
    };

    public static readonly OperationDoc Get = new("getTopic", Tag, "Show a topic: its partitions, offsets and configs")
    {
        Parameters = [TopicParameter()],
        Responses = [new(200, "The topic; `ETag` changes with its configs and partitions", "application/json", typeof(TopicView))],
        Problems = [Unknown],
    };

    public static readonly OperationDoc Patch = new("alterTopic", Tag, "Change configs, or add partitions")
    {
        Description = "All or nothing. Configs that are not named stay; null goes back to the default.",
        Parameters = [TopicParameter(), ValidateOnly, IfMatch],
        Bodies = [new("application/json", """{"config":{"retention.ms":"86400000"}}""", typeof(TopicChangeBody))],
        Responses = [new(200, "The topic after the change", "application/json", typeof(TopicView))],
        Problems = [.. BodyProblems, Unknown, ErrorCodes.NameOf(ErrorCode.TopicAlreadyExists), ErrorCodes.NameOf(ErrorCode.PreconditionFailed)],
    };

    public static readonly OperationDoc Delete = new("deleteTopic", Tag, "Delete a topic and its records")
    {
        Parameters = [TopicParameter(), IfMatch],
        Responses = [new(204, "Gone for readers; its files go a while later")],
        Problems = [Unknown, HttpErrors.ForeignOrigin, ErrorCodes.NameOf(ErrorCode.PreconditionFailed), ErrorCodes.NameOf(ErrorCode.InternalTopic)],
    };

    public static ParameterDoc TopicParameter() => new("topic", "The topic's name.", "demo-orders", In: "path");
}
