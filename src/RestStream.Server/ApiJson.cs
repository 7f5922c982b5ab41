using System.Text.Json.Serialization;
using RestStream.Server.Errors;
using RestStream.Server.Groups;
using RestStream.Server.Health;
using RestStream.Server.Push;
using RestStream.Server.Records;
using RestStream.Server.Schemas;
using RestStream.Server.Topics;

namespace RestStream.Server;

/// <summary>Source-generated JSON for control bodies, read strictly, and for answers off the hot path.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    MaxDepth = 64)]
[JsonSerializable(typeof(TopicBody))]
[JsonSerializable(typeof(TopicChangeBody))]
[JsonSerializable(typeof(TopicView))]
[JsonSerializable(typeof(TopicList))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(TruncateBody))]
[JsonSerializable(typeof(PartitionOffsets))]
[JsonSerializable(typeof(GroupList))]
[JsonSerializable(typeof(GroupView))]
[JsonSerializable(typeof(OffsetResetBody))]
[JsonSerializable(typeof(OffsetResetView))]
[JsonSerializable(typeof(OffsetDeletionView))]
[JsonSerializable(typeof(ErrorPage))]
[JsonSerializable(typeof(ErrorList))]
[JsonSerializable(typeof(PollBody))]
[JsonSerializable(typeof(CommitBody))]
[JsonSerializable(typeof(CommitAnswer))]
[JsonSerializable(typeof(JoinBody))]
[JsonSerializable(typeof(MemberOffset))]
[JsonSerializable(typeof(SeekBody))]
[JsonSerializable(typeof(SubscribeBody))]
[JsonSerializable(typeof(TopicSchemaBody))]
[JsonSerializable(typeof(TopicSchemaView))]
[JsonSerializable(typeof(InferBody))]
[JsonSerializable(typeof(InferredView))]
[JsonSerializable(typeof(ValidateBody))]
[JsonSerializable(typeof(ValidationView))]
internal sealed partial class ApiJson : JsonSerializerContext;
