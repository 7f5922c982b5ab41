using RestStream.Broker.Timing;

namespace RestStream.Broker.Groups;

/// <summary>How long the group waits for joins, then for syncs. Under the group's lock.</summary>
internal sealed class GroupPhase(Group group) : Deadline
{
    /// <summary>The timestamp at which it ends; <see cref="long.MaxValue"/> when nothing is waited for.</summary>
    public long Due { get; set; } = long.MaxValue;

    public override void Expire() => group.OnPhaseDeadline();
}
