using RestStream.Broker.Groups.Protocol;

namespace RestStream.Broker.Groups.Assignors;

/// <summary>A member as an <see cref="IAssignor"/> sees it.</summary>
/// <param name="memberId">Its id, unique in the group.</param>
/// <param name="instanceId">The id of a static member; null for a dynamic one.</param>
/// <param name="subscription">What it joined with.</param>
internal sealed class AssignorMember(string memberId, string? instanceId, ConsumerProtocolSubscription subscription)
{
    private readonly HashSet<string> _topics = new(subscription.Topics, StringComparer.Ordinal);

    public string MemberId => memberId;

    public string? InstanceId => instanceId;

    public ConsumerProtocolSubscription Subscription => subscription;

    /// <summary>True when it wants this topic.</summary>
    public bool Wants(string topic) => _topics.Contains(topic);

    /// <summary>True when both want the same topics.</summary>
    public bool WantsSameAs(AssignorMember other) => _topics.SetEquals(other._topics);

    /// <summary>The order of range and roundrobin: static members by their instance id, then dynamic ones by their member id.</summary>
    public static int InTurn(AssignorMember left, AssignorMember right) => (left.InstanceId, right.InstanceId) switch
    {
        (null, null) => string.CompareOrdinal(left.MemberId, right.MemberId),
        (null, _) => 1,
        (_, null) => -1,
        _ => string.CompareOrdinal(left.InstanceId, right.InstanceId),
    };
}
