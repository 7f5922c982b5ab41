namespace RestStream.Core;

/// <summary>
/// What can go wrong in a log engine, in Kafka's names. <see cref="ErrorCodes.NameOf"/> gives the stable kebab-case name that clients see.
/// Source of the names: Kafka's protocol error table (https://kafka.apache.org/protocol#protocol_error_codes); those marked "ours" are not Kafka's.
/// </summary>
public enum ErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The topic or the partition does not exist.</summary>
    UnknownTopicOrPartition,

    /// <summary>A topic of that name exists.</summary>
    TopicAlreadyExists,

    /// <summary>The topic's name breaks the naming rules.</summary>
    InvalidTopicException,

    /// <summary>The number of partitions is below 1, above the limit, or fewer than there are.</summary>
    InvalidPartitions,

    /// <summary>A config is unknown, of another type, or out of its range.</summary>
    InvalidConfig,

    /// <summary>The request contradicts itself or an argument is out of its range.</summary>
    InvalidRequest,

    /// <summary>The offset lies beyond the end of the partition.</summary>
    OffsetOutOfRange,

    /// <summary>A record is larger than the topic's <c>max.message.bytes</c>.</summary>
    MessageTooLarge,

    /// <summary>The record is refused: by a rule of the topic or by a schema.</summary>
    InvalidRecord,

    /// <summary>The record's timestamp lies outside the topic's bounds.</summary>
    InvalidTimestamp,

    /// <summary>The topic's policy forbids the call.</summary>
    PolicyViolation,

    /// <summary>The stored batch is compressed by a codec that has no decoder here.</summary>
    UnsupportedCompressionType,

    /// <summary>Stored data is damaged (its CRC does not match); the answer names the next readable offset.</summary>
    CorruptMessage,

    /// <summary>Storage failed; nothing was stored.</summary>
    KafkaStorageError,

    /// <summary>There is no group coordinator to ask.</summary>
    CoordinatorNotAvailable,

    /// <summary>The group coordinator still loads its state.</summary>
    CoordinatorLoadInProgress,

    /// <summary>The group's name breaks the rules.</summary>
    InvalidGroupId,

    /// <summary>There is no group of that name.</summary>
    GroupIdNotFound,

    /// <summary>The group has members, or other members than the call needs.</summary>
    NonEmptyGroup,

    /// <summary>The group has as many members, or bytes of metadata, as it may.</summary>
    GroupMaxSizeReached,

    /// <summary>A member of the group subscribes to the topic.</summary>
    GroupSubscribedToTopic,

    /// <summary>The group has no such member: it never had, or it expired or left.</summary>
    UnknownMemberId,

    /// <summary>A new member has to join with the id that the answer gives. Between members and the coordinator only.</summary>
    MemberIdRequired,

    /// <summary>The generation is not the group's.</summary>
    IllegalGeneration,

    /// <summary>The group rebalances: join again.</summary>
    RebalanceInProgress,

    /// <summary>Another member took over the instance id.</summary>
    FencedInstanceId,

    /// <summary>The member has another kind of protocol than the group, or none in common with all others.</summary>
    InconsistentGroupProtocol,

    /// <summary>The session timeout is out of its range.</summary>
    InvalidSessionTimeout,

    /// <summary>The text of a committed offset is too long.</summary>
    OffsetMetadataTooLarge,

    /// <summary>Ours: an acknowledgement names a partition that its member no longer owns.</summary>
    StaleAck,

    /// <summary>Ours: a newer poll of the same member took the place of this one.</summary>
    PollSuperseded,

    /// <summary>Ours: the topic is internal and closed to public routes.</summary>
    InternalTopic,

    /// <summary>Ours: the topic changed since the caller read it.</summary>
    PreconditionFailed,

    /// <summary>Ours: the disk is full or below its reserve; reads go on.</summary>
    DiskFull,

    /// <summary>Ours: the write may or may not survive; a failed sync leaves that unknown.</summary>
    OutcomeUnknown,

    /// <summary>Ours: the engine is stopping or not yet open; a retry against a running engine is safe.</summary>
    ShuttingDown,

    /// <summary>Ours: a bound on something waiting (parked fetches, say) is reached.</summary>
    TooManyRequests,

    /// <summary>Ours: there is no such schema, or none for what was asked.</summary>
    SchemaNotFound,

    /// <summary>Ours: a record takes more time, depth or nodes to check against its schema than it may.</summary>
    ValidationLimit,
}
