using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>Who goes.</summary>
internal sealed partial class Group
{
    // The write of the group when it last became Empty; what was not taken has number 0.
    private CommitTicket _emptied;

    /// <summary>Members go.</summary>
    /// <param name="leaving">Which.</param>
    /// <param name="ticket">The sync of the group that they leave empty; number 0 when others stay.</param>
    /// <returns>None or the error of each.</returns>
    public IReadOnlyList<ErrorCode> Leave(IReadOnlyList<LeavingMember> leaving, out CommitTicket ticket)
    {
        _emptied = default;
        var errors = new ErrorCode[leaving.Count];
        string? reason = null;
        for (var i = 0; i < errors.Length; i++)
        {
            var member = leaving[i];
            errors[i] = FindLeaving(member, out var id);
            if (errors[i] != ErrorCode.None || RemovePending(id)) continue;
            Remove(_members[id]);
            reason = Because($"Member {id} left", member.Reason);
        }

        if (reason is not null) AfterRemoval(reason);
        ticket = _emptied;
        return errors;
    }

    private ErrorCode FindLeaving(LeavingMember leaving, out string id)
    {
        id = leaving.MemberId;
        if (id.Length == 0 && leaving.InstanceId is { } instance)
            return _staticMembers.TryGetValue(instance, out id!) ? ErrorCode.None : ErrorCode.UnknownMemberId;
        return _pending.ContainsKey(id) && leaving.InstanceId is null ? ErrorCode.None : Validate(id, leaving.InstanceId);
    }
}
