namespace RestStream.Broker.Groups;

/// <summary>A member of a group. Under the group's lock.</summary>
internal sealed class GroupMember
{
    public GroupMember(Group group, string id, string? instanceId)
    {
        (Id, InstanceId) = (id, instanceId);
        Session = new MemberSession(group, id);
    }

    public string Id { get; }

    public string? InstanceId { get; }

    public string ClientId { get; set; } = "";

    public string ClientHost { get; set; } = "";

    public TimeSpan SessionTimeout { get; set; }

    public TimeSpan RebalanceTimeout { get; set; }

    public IReadOnlyList<GroupProtocol> Protocols { get; set; } = [];

    public ReadOnlyMemory<byte> Assignment { get; set; }

    public MemberSession Session { get; }

    /// <summary>Its join, held until all are in.</summary>
    public HeldAnswer<JoinGroupResult>? Join { get; set; }

    /// <summary>Its sync, held until the leader's assignment is durable.</summary>
    public HeldAnswer<SyncGroupResult>? Sync { get; set; }

    /// <summary>Its first join is still held: it does not know its id, so it cannot heartbeat.</summary>
    public bool IsNew { get; set; }

    /// <summary>How many hold its clock.</summary>
    public int Holds { get; set; }

    public bool IsStatic => InstanceId is not null;

    /// <summary>Silence counts: it neither waits for an answer of ours nor is held.</summary>
    public bool IsClockRunning => Holds == 0 && (IsNew || (Join is null && Sync is null));

    public long MetadataBytes => Protocols.Sum(protocol => (long)protocol.Metadata.Length);

    public bool Matches(IReadOnlyList<GroupProtocol> protocols)
    {
        if (protocols.Count != Protocols.Count) return false;
        for (var i = 0; i < protocols.Count; i++)
        {
            if (protocols[i].Name != Protocols[i].Name || !protocols[i].Metadata.Span.SequenceEqual(Protocols[i].Metadata.Span)) return false;
        }

        return true;
    }

    /// <summary>What it says for a protocol; empty for one that it does not know.</summary>
    public ReadOnlyMemory<byte> MetadataFor(string? protocol)
    {
        foreach (var known in Protocols)
        {
            if (known.Name == protocol) return known.Metadata;
        }

        return default;
    }
}
