using RestStream.Broker.Groups.Protocol;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>The group on disk.</summary>
internal sealed partial class Group
{
    private GroupValue? _loaded;

    /// <summary>While the log is loaded: the newest state of the group so far; null after its tombstone.</summary>
    public void Load(GroupValue? value) => _loaded = value;

    /// <summary>While the log is loaded: the newest offset of a partition so far; null after its tombstone.</summary>
    public void Load(TopicPartition partition, CommittedOffset? offset, long at)
    {
        if (offset is null) _offsets.Remove(partition);
        else _offsets[partition] = new OffsetEntry { Value = offset, AppliedAt = at };
    }

    /// <summary>The log is loaded: the group goes on where it was. Sessions start anew: nobody could be heard of meanwhile.</summary>
    public void FinishLoad()
    {
        if (_loaded is not { } value) return;
        _loaded = null;
        (Generation, ProtocolName, LeaderId) = (value.Generation, value.Protocol, value.Leader);
        ProtocolType = value.ProtocolType.Length == 0 ? null : value.ProtocolType;
        foreach (var member in value.Members.DistinctBy(member => member.MemberId, StringComparer.Ordinal)) Insert(MemberOf(member, value.Protocol));
        State = _members.Count > 0 ? GroupState.Stable : GroupState.Empty;
        if (value.CurrentStateTimestamp >= 0) StateTimestamp = value.CurrentStateTimestamp;
        foreach (var member in _members.Values) RestartSession(member);
        if (_members.Count > _context.Options.MaxSize) PrepareRebalance("The group was loaded with more members than are allowed now.");
    }

    /// <summary>Ends when a write is on disk; None, or <see cref="ErrorCode.OutcomeUnknown"/>.</summary>
    public async ValueTask<ErrorCode> SyncedAsync(CommitTicket ticket)
    {
        try
        {
            await _context.Log.WaitForSyncAsync(ticket).ConfigureAwait(false);
            return ErrorCode.None;
        }
        catch (LogFailedException)
        {
            return ErrorCode.OutcomeUnknown;
        }
    }

    /// <summary>Appends tombstones for the group and its offsets, after which it is gone.</summary>
    /// <exception cref="IOException">Nothing was changed.</exception>
    /// <exception cref="LogClosedException">Nothing was changed.</exception>
    public CommitTicket Delete()
    {
        OffsetsRecord[] records = [.. _offsets.Keys.Concat(_owedTombstones).Select(partition => OffsetsRecords.Of(Id, partition, null)), OffsetsRecords.Of(Id, null)];
        var append = _context.Log.Append(Id, records);
        Die();
        return append.Ticket;
    }

    private bool TryAppendMetadata(out CommitTicket ticket, out ErrorCode error, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? assignments = null)
    {
        (ticket, error) = (default, ErrorCode.None);
        try
        {
            ticket = _context.Log.Append(Id, [OffsetsRecords.Of(Id, ToValue(assignments))]).Ticket;
            return true;
        }
        catch (Exception e) when (GroupErrors.IsStorageFailure(e))
        {
            error = GroupErrors.Of(e);
            return false;
        }
    }

    private GroupValue ToValue(IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? assignments) => new(
        ProtocolType ?? "", Generation, ProtocolName, LeaderId, StateTimestamp,
        [.. _members.Values.Select(member => new GroupValueMember(
            member.Id, member.InstanceId, member.ClientId, member.ClientHost,
            Milliseconds(member.RebalanceTimeout), Milliseconds(member.SessionTimeout),
            member.MetadataFor(ProtocolName), assignments is null ? member.Assignment : assignments.GetValueOrDefault(member.Id)))]);

    private GroupMember MemberOf(GroupValueMember member, string? protocol) => new(this, member.MemberId, member.InstanceId)
    {
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        SessionTimeout = TimeSpan.FromMilliseconds(Math.Max(1, member.SessionTimeoutMs)),
        RebalanceTimeout = TimeSpan.FromMilliseconds(Math.Max(1, member.RebalanceTimeoutMs)),
        Protocols = [new GroupProtocol(protocol ?? "", member.Subscription)],
        Assignment = member.Assignment,
    };

    private static int Milliseconds(TimeSpan time) => (int)Math.Min(int.MaxValue, time.TotalMilliseconds);
}
