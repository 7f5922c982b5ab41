namespace RestStream.Broker.Groups;

/// <summary>Someone who is told when the group changes for a member. Its flags are under the group's lock.</summary>
internal sealed class GroupWatch(Group group, string memberId, Action changed) : IDisposable
{
    public string MemberId { get; } = memberId;

    /// <summary>Will be called when the lock is released.</summary>
    public bool IsQueued { get; set; }

    public void Call() => changed();

    /// <summary>From now on it is not called; a call that has begun may still run.</summary>
    public void Dispose() => group.Unwatch(this);
}
