using RestStream.Broker.Timing;

namespace RestStream.Broker.Groups;

/// <summary>A member's clock. Being heard of only moves <see cref="Since"/>; the deadline looks again when it comes. Under the group's lock.</summary>
internal sealed class MemberSession(Group group, string memberId) : Deadline
{
    public string MemberId { get; } = memberId;

    /// <summary>A timestamp of the time provider: when the member was heard of.</summary>
    public long Since { get; set; }

    /// <summary>How long it may be silent from then.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>The timestamp for which the deadline is set; <see cref="long.MaxValue"/> when it is not.</summary>
    public long ArmedFor { get; set; } = long.MaxValue;

    public override void Expire() => group.OnSessionDeadline(this);
}
