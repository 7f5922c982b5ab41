namespace RestStream.Broker.Groups;

/// <summary>A group whose lock is held until disposal, which also tells the watchers, outside the lock.</summary>
internal readonly ref struct GroupScope(Group? group)
{
    /// <summary>Null when there is no such group.</summary>
    public Group? Group => group;

    public void Dispose() => group?.Exit();
}
