using RestStream.Broker.Timing;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>
/// One group: Kafka's classic state machine with opaque bytes (https://kafka.apache.org/protocol, GroupMetadataManager of Kafka 4). Every member below is called under its
/// lock, taken by <see cref="Enter"/>; nothing waits under it. What other members see of an assignment or an offset is durable first.
/// </summary>
internal sealed partial class Group
{
    private readonly Lock _gate = new();
    private readonly GroupContext _context;
    private readonly OrderedDictionary<string, GroupMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _staticMembers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemberSession> _pending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pendingSyncs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _protocolCounts = new(StringComparer.Ordinal);
    private readonly HashSet<GroupWatch> _watches = [];
    private readonly GroupPhase _phase;
    private List<GroupWatch>? _changed;
    private List<Action>? _afterwards;

    public Group(string id, GroupContext context)
    {
        (Id, _context) = (id, context);
        _phase = new GroupPhase(this);
        StateTimestamp = NowMs;
    }

    public string Id { get; }

    public GroupState State { get; private set; }

    public int Generation { get; private set; }

    public string? ProtocolType { get; private set; }

    public string? ProtocolName { get; private set; }

    public string? LeaderId { get; private set; }

    /// <summary>Since when it has its state, epoch ms.</summary>
    public long StateTimestamp { get; private set; }

    private long NowMs => _context.Time.GetUtcNow().ToUnixTimeMilliseconds();

    private Deadlines Deadlines => _context.Deadlines;

    /// <summary>Takes the lock until the scope's disposal. Never nested.</summary>
    public GroupScope Enter()
    {
        _gate.Enter();
        return new GroupScope(this);
    }

    /// <summary>The end of a scope: a group that holds nothing and was never written goes; then, outside the lock, watchers and writes go on.</summary>
    public void Exit()
    {
        if (State == GroupState.Empty && Generation == 0 && _pending.Count == 0 && _offsets.Count == 0 && _owedTombstones.Count == 0 && _watches.Count == 0) Die();
        var (changed, afterwards) = (_changed, _afterwards);
        (_changed, _afterwards) = (null, null);
        foreach (var watch in changed ?? []) watch.IsQueued = false;
        _gate.Exit();
        foreach (var action in afterwards ?? []) action();
        foreach (var watch in changed ?? []) watch.Call();
    }

    public GroupDescription Describe() => new(
        Id, State, Generation, ProtocolType, ProtocolName, LeaderId,
        [.. _members.Values.Select(member => new MemberDescription(
            member.Id, member.InstanceId, member.ClientId, member.ClientHost, member.SessionTimeout, member.RebalanceTimeout,
            member.MetadataFor(ProtocolName), member.Assignment))],
        LastRebalance);

    /// <summary>Neither members nor any about to join, nor someone who watches.</summary>
    public bool HasNobody => _members.Count == 0 && _pending.Count == 0 && _watches.Count == 0;

    /// <summary>Gone: whoever finds it looks again.</summary>
    public void Die()
    {
        State = GroupState.Dead;
        foreach (var session in _pending.Values) Deadlines.Remove(session);
        _pending.Clear();
        _offsets.Clear();
        StopPhase();
        _context.Forget(this);
    }

    /// <summary>The engine stops: nobody is held any longer.</summary>
    public void EndAll(Core.ErrorCode error)
    {
        foreach (var member in _members.Values)
        {
            EndJoin(member, JoinGroupResult.Refused(error, member.Id));
            EndSync(member, SyncGroupResult.Refused(error));
        }
    }

    private void TransitionTo(GroupState state)
    {
        State = state;
        StateTimestamp = NowMs;
        if (state is GroupState.Stable or GroupState.Empty) EndRebalance();
    }

    private void StartPhase(TimeSpan time)
    {
        _phase.Due = TimestampAfter(time);
        Deadlines.Add(_phase, time);
    }

    private void StopPhase()
    {
        if (_phase.Due == long.MaxValue) return;
        _phase.Due = long.MaxValue;
        Deadlines.Remove(_phase);
    }

    private long TimestampAfter(TimeSpan time) =>
        _context.Time.GetTimestamp() + (long)(time.TotalSeconds * _context.Time.TimestampFrequency);
}
