namespace RestStream.Broker.Groups;

/// <summary>Holds a member's session clock until disposal.</summary>
internal sealed class SessionHold(Group group, GroupMember member) : IDisposable
{
    private int _isDisposed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) group.Release(member);
    }
}
