using RestStream.Broker.Groups;
using RestStream.Core;

namespace RestStream.Broker.Tests.Groups.Scheduler;

/// <summary>A member: an eager consumer, which gives up what it owns before it joins again.</summary>
internal sealed class SimulatedMember : IDisposable
{
    public const string Group = "g";
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(10), Rebalance = TimeSpan.FromSeconds(30);
    private readonly GroupWorld _world;
    private readonly string _name;
    private readonly bool _requiresId;
    private byte[] _metadata;
    private string? _instance;
    private CancellationTokenSource _connection = new();
    private Task<JoinGroupResult>? _joining;
    private Task<SyncGroupResult>? _syncing;
    private JoinGroupResult? _joined;
    private JoinGroupResult? _before;
    private IDisposable? _hold;
    private IDisposable? _watch;
    private bool _isLazy;
    private bool _willBeLazy;
    private bool _wasTold;
    private int _frozenSteps;

    public SimulatedMember(GroupWorld world, string name, Random random)
    {
        (_world, _name, _metadata) = (world, name, [0]);
        _requiresId = random.Next(2) == 0;
        if (random.Next(3) == 0) _instance = "i-" + name;
    }

    public string MemberId { get; private set; } = "";

    public string Identity => _instance ?? MemberId;

    public int Generation => _joined?.Generation ?? -1;

    public byte[] Owned { get; private set; } = [];

    public bool IsOwner { get; private set; }

    public bool IsDead { get; private set; }

    /// <summary>One step; without chance, what a good member does.</summary>
    public void Act(Random? random)
    {
        if (IsDead || --_frozenSteps > 0) return;
        if (random is not null && Misbehaves(random)) return;
        if (_joining is not null) OnJoin(random);
        else if (_syncing is not null) OnSync();
        else if (IsOwner) Live(random);
        else if (_joined is not null) Sync();
        else Join();
    }

    /// <summary>The chaos is over: it dies now or is good, but that the next time it leads it may not assign.</summary>
    public void Calm(Random random)
    {
        _frozenSteps = 0;
        _willBeLazy = random.Next(3) == 0;
        if (random.Next(3) == 0) Die(random);
    }

    /// <summary>Whoever watches has heard of everything that it has to know.</summary>
    public void CheckTold(GroupDescription group)
    {
        if (_watch is null || _wasTold || !IsOwner) return;
        var isIn = group.State == GroupState.Stable && group.Generation == Generation && group.Members.Any(member => member.MemberId == MemberId);
        GroupWorld.Require(isIn, $"{this} watches and was not told of {group.State} in generation {group.Generation}");
    }

    public override string ToString() =>
        $"{_name}({MemberId[..Math.Min(7, MemberId.Length)]}{(_instance is null ? "" : " static")}) generation {Generation}{(_joining is null ? "" : " joining")}{(_syncing is null ? "" : " syncing")}{(_isLazy ? " lazy" : "")}";

    public void Dispose() => _connection.Dispose();

    private bool Misbehaves(Random random)
    {
        switch (random.Next(60))
        {
            case 0:
                _frozenSteps = random.Next(40);
                Release();
                _world.Note($"{this} freezes");
                return true;
            case 1:
                Die(random);
                return true;
            case 2:
                Cut();
                return true;
            case 3 when _instance is not null:
                Restart();
                return true;
            case 4 when _before is not null:
                Resend();
                return true;
            default:
                return false;
        }
    }

    private void Die(Random random)
    {
        _world.Note($"{this} dies");
        IsDead = true;
        Release();
        if (random.Next(2) == 0) _connection.Cancel();
    }

    private void Cut()
    {
        _world.Note($"{this} is cut off");
        _connection.Cancel();
        _connection.Dispose();
        _connection = new CancellationTokenSource();
        if (_joining is null && _syncing is null) return;
        (_joining, _syncing) = (null, null);
        GiveUp();
    }

    // A new process with the same instance id.
    private void Restart()
    {
        _world.Note($"{this} restarts");
        (_joining, _syncing, MemberId) = (null, null, "");
        GiveUp();
    }

    // A packet of an earlier generation comes late.
    private void Resend()
    {
        _world.Note($"{this} resends generation {_before!.Generation}");
        var late = Request(_before, _before.IsLeader && !_before.SkipAssignment ? _world.Assign(_before) : []);
        _ = _world.Coordinator.SyncAsync(late, _connection.Token).AsTask();
    }

    private void Join()
    {
        _world.Note($"{this} joins");
        _joining = _world.Coordinator.JoinAsync(
            new JoinGroupRequest
            {
                GroupId = Group, MemberId = MemberId, InstanceId = _instance, ClientId = _name, SessionTimeout = Session, RebalanceTimeout = Rebalance,
                ProtocolType = "opaque", RequiresMemberId = _requiresId, Protocols = [new("one", _metadata), new("two", _metadata)],
            },
            _connection.Token).AsTask();
        _world.Started(_joining);
    }

    private void OnJoin(Random? random)
    {
        if (!_joining!.IsCompleted) return;
        var result = _joining.Result;
        _joining = null;
        _world.Note($"{this} joined: {result.Error} {result.Generation} {result.MemberId}{(result.IsLeader ? " leads" : "")}");
        if (result.Error != ErrorCode.None)
        {
            OnError(result.Error, result.MemberId);
            return;
        }

        (MemberId, _before, _joined) = (result.MemberId, _joined ?? _before, result);
        if (result is { IsLeader: true, SkipAssignment: false }) _world.Assign(result);
        if (!result.IsLeader) return;
        _isLazy = _willBeLazy || random?.Next(8) == 0;
        _willBeLazy = false;
    }

    private void Sync()
    {
        if (_isLazy)
        {
            Heartbeat();
            return;
        }

        _world.Note($"{this} syncs");
        _syncing = _world.Coordinator.SyncAsync(
            Request(_joined!, _joined is { IsLeader: true, SkipAssignment: false } ? _world.Assign(_joined) : []), _connection.Token).AsTask();
    }

    private void OnSync()
    {
        if (!_syncing!.IsCompleted) return;
        var result = _syncing.Result;
        _syncing = null;
        _world.Note($"{this} synced: {result.Error}");
        if (result.Error != ErrorCode.None)
        {
            OnError(result.Error, "");
            return;
        }

        _world.Owns(this, Generation, result.Assignment.ToArray());
        (Owned, IsOwner) = (result.Assignment.ToArray(), true);
        _wasTold = false;
        _watch = _world.Coordinator.Watch(Group, MemberId, () => _wasTold = true);
        Heartbeat();
    }

    private void Live(Random? random)
    {
        if (_hold is not null && !_wasTold && random?.Next(4) != 0) return;
        Release();
        switch (random?.Next(20))
        {
            case 0:
                Leave();
                break;
            case 1:
                _metadata = [(byte)(_metadata[0] + 1)];
                GiveUpAndJoin();
                break;
            case 2 or 3:
                _hold = _world.Coordinator.HoldSession(Group, MemberId);
                break;
            case > 3 and < 9:
                Commit();
                break;
            default:
                Heartbeat();
                break;
        }
    }

    private void Heartbeat()
    {
        var error = _world.Coordinator.Heartbeat(Group, MemberId, _instance, Generation);
        if (error != ErrorCode.None) OnError(error, "");
    }

    private void Commit()
    {
        var commit = _world.Coordinator.CommitAsync(new OffsetCommitRequest
        {
            GroupId = Group, MemberId = MemberId, InstanceId = _instance, Generation = Generation, Offsets = [new("t", 0, 1)],
        }).AsTask();
        // Taken when it waits for its sync; else the answer is there.
        if (!commit.IsCompleted) _world.Committed(this, Generation);
    }

    private void Leave()
    {
        _world.Note($"{this} leaves");
        _ = _world.Coordinator.LeaveAsync(Group, [new LeavingMember(MemberId, _instance)]).AsTask();
        MemberId = "";
        GiveUp();
    }

    private void GiveUpAndJoin()
    {
        GiveUp();
        Join();
    }

    private void OnError(ErrorCode error, string memberId)
    {
        GiveUp();
        switch (error)
        {
            case ErrorCode.MemberIdRequired:
                MemberId = memberId;
                break;
            case ErrorCode.UnknownMemberId:
                MemberId = "";
                break;
            case ErrorCode.FencedInstanceId:
                // The place is another's: it goes on as somebody else.
                (MemberId, _instance) = ("", _instance + "'");
                break;
            default:
                GroupWorld.Require(
                    error is ErrorCode.RebalanceInProgress or ErrorCode.IllegalGeneration or ErrorCode.KafkaStorageError, $"{this} heard {error}");
                break;
        }
    }

    private void GiveUp()
    {
        Release();
        _watch?.Dispose();
        (_watch, IsOwner, Owned, _before, _joined, _isLazy) = (null, false, [], _joined ?? _before, null, false);
    }

    private void Release()
    {
        _hold?.Dispose();
        _hold = null;
    }

    private SyncGroupRequest Request(JoinGroupResult joined, Dictionary<string, byte[]> assignment) => new()
    {
        GroupId = Group, MemberId = joined.MemberId, InstanceId = _instance, Generation = joined.Generation,
        Assignments = [.. joined.Members.Where(member => assignment.ContainsKey(member.InstanceId ?? member.MemberId))
            .Select(member => new MemberAssignment(member.MemberId, assignment[member.InstanceId ?? member.MemberId]))],
    };
}
