using RestStream.Core;

namespace RestStream.Broker.Groups;

/// <summary>Who goes.</summary>
internal sealed partial class Group
{
    public IReadOnlyList<ErrorCode> Leave(IReadOnlyList<LeavingMember> leaving)
    {
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
