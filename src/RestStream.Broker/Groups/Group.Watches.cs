namespace RestStream.Broker.Groups;

internal sealed partial class Group
{
    /// <summary>Calls when the group changes for the member; at once, when the scope ends, if it is no member.</summary>
    public GroupWatch Watch(string memberId, Action changed)
    {
        var watch = new GroupWatch(this, memberId, changed);
        _watches.Add(watch);
        if (!_members.ContainsKey(memberId)) Tell(watch);
        return watch;
    }

    /// <summary>Takes the lock itself.</summary>
    public void Unwatch(GroupWatch watch)
    {
        using var scope = Enter();
        _watches.Remove(watch);
        _changed?.Remove(watch);
    }

    private void TellAll()
    {
        foreach (var watch in _watches) Tell(watch);
    }

    private void TellRemoved(GroupMember member)
    {
        foreach (var watch in _watches)
        {
            if (watch.MemberId == member.Id) Tell(watch);
        }
    }

    private void Tell(GroupWatch watch)
    {
        if (watch.IsQueued) return;
        watch.IsQueued = true;
        (_changed ??= []).Add(watch);
    }
}
