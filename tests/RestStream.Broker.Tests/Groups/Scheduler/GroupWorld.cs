using RestStream.Broker.Groups;
using RestStream.Core;
using RestStream.TestKit;

namespace RestStream.Broker.Tests.Groups.Scheduler;

/// <summary>
/// A coordinator, members that join, assign, sync, heartbeat, commit, leave, freeze, die, come back and resend, and a clock and a disk that go on when the seed says so: all on one
/// thread. Subscriptions and assignments are opaque to the coordinator; the leader is one of the members. After every step it checks what must hold.
/// </summary>
internal sealed class GroupWorld : IDisposable
{
    public const int Partitions = 7;
    private static readonly TimeSpan HealStep = TimeSpan.FromMilliseconds(500);
    private readonly Random _random;
    private readonly List<SimulatedMember> _members = [];
    private readonly List<Task<JoinGroupResult>> _joins = [];
    private readonly Dictionary<string, int> _answered = [];
    private readonly Dictionary<int, Dictionary<string, byte[]>> _assigned = [];
    private readonly Dictionary<(int Generation, byte Partition), string> _owners = [];
    private readonly List<string> _history = [];
    private int _generation;
    private int _named;

    public GroupWorld(Random random, GroupMutation mutation)
    {
        _random = random;
        Coordinator = new GroupCoordinator(
            new GroupOptions(), Log, _ => true, Time, TimeSpan.FromMilliseconds(20), mutation, TaskCreationOptions.None);
        Coordinator.LoadAsync([], new HashSet<string>(), e => throw e).GetAwaiter().GetResult();
        Log.HoldsSyncs = true;
    }

    public GroupCoordinator Coordinator { get; }

    public MemoryOffsetsLog Log { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    /// <summary>What happened, the newest last.</summary>
    public string History => string.Join('\n', _history);

    /// <summary>So many steps of chaos; then those who live have to come to rest.</summary>
    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
            Check();
        }

        Heal();
    }

    public void Note(string what) => _history.Add($"{Time.GetTimestamp() / TimeSpan.TicksPerMillisecond} {what}");

    public void Started(Task<JoinGroupResult> join) => _joins.Add(join);

    /// <summary>What the leader of a generation gives each: the same whenever it is asked, for the same members.</summary>
    public Dictionary<string, byte[]> Assign(JoinGroupResult joined)
    {
        var identities = joined.Members.Select(member => member.InstanceId ?? member.MemberId).ToList();
        var dealt = identities.ToDictionary(identity => identity, _ => new List<byte>());
        var deal = new Random(joined.Generation);
        for (byte partition = 0; partition < Partitions; partition++) dealt[identities[deal.Next(identities.Count)]].Add(partition);
        var assignment = dealt.ToDictionary(one => one.Key, one => one.Value.ToArray());
        if (!_assigned.TryAdd(joined.Generation, assignment))
            Require(_assigned[joined.Generation].Keys.ToHashSet().SetEquals(identities), $"generation {joined.Generation} has two lists of members");
        return assignment;
    }

    /// <summary>A member has got its assignment.</summary>
    public void Owns(SimulatedMember member, int generation, byte[] partitions)
    {
        Require(_assigned.TryGetValue(generation, out var assignment), $"generation {generation} has an assignment that no leader made");
        Require(assignment!.TryGetValue(member.Identity, out var given), $"{member} is in generation {generation}, which its leader does not know");
        Require(given!.SequenceEqual(partitions), $"{member} got [{string.Join(',', partitions)}] in generation {generation}, its leader gave [{string.Join(',', given!)}]");
        foreach (var partition in partitions)
        {
            var owner = _owners.GetValueOrDefault((generation, partition), member.Identity);
            Require(owner == member.Identity, $"{partition} is owned by {owner} and {member} in generation {generation}");
            _owners[(generation, partition)] = member.Identity;
        }
    }

    /// <summary>A commit was taken.</summary>
    public void Committed(SimulatedMember member, int generation)
    {
        var group = Coordinator.Describe(SimulatedMember.Group).Value!;
        Require(group.Generation == generation && group.Members.Any(known => known.MemberId == member.MemberId), $"{member} committed in generation {generation} without being in it");
    }

    public void Dispose()
    {
        Coordinator.Dispose();
        foreach (var member in _members) member.Dispose();
    }

    private void Step()
    {
        switch (_random.Next(20))
        {
            case < 12 when _members.Count > 0:
                _members[_random.Next(_members.Count)].Act(_random);
                break;
            case < 15:
                Advance(TimeSpan.FromMilliseconds(_random.Next(_random.Next(4) == 0 ? 12_000 : 1_500)));
                break;
            case < 18:
                Log.Sync();
                break;
            case 18 when _random.Next(4) == 0:
                Log.NextFailure = new IOException("simulated");
                break;
            default:
                if (_members.Count(member => !member.IsDead) < 6) _members.Add(new SimulatedMember(this, $"m{_named++}", _random));
                break;
        }
    }

    private void Advance(TimeSpan by)
    {
        Note($"{by.TotalMilliseconds} ms pass");
        Time.Advance(by);
    }

    private void Check()
    {
        var answered = _joins.Where(join => join.IsCompleted).ToList();
        foreach (var join in answered.Where(join => join.IsCompletedSuccessfully && join.Result.Error == ErrorCode.None))
            _answered[join.Result.MemberId] = join.Result.Generation;
        foreach (var join in answered.Where(join => join.IsCompletedSuccessfully && join.Result is { IsLeader: true, SkipAssignment: false })) CheckBarrier(join.Result);
        _joins.RemoveAll(answered.Contains);
        if (Coordinator.Describe(SimulatedMember.Group).Value is not { } group) return;
        Require(group.Generation >= _generation, $"generation {group.Generation} after {_generation}");
        _generation = group.Generation;
        foreach (var member in _members) member.CheckTold(group);
    }

    /// <summary>Who is in a generation has joined it: nobody else can be owning what it had before. Only static members may be away.</summary>
    private void CheckBarrier(JoinGroupResult joined)
    {
        foreach (var member in joined.Members.Where(member => member.InstanceId is null))
            Require(_answered.GetValueOrDefault(member.MemberId) == joined.Generation, $"{member.MemberId} is in generation {joined.Generation} and did not join it");
    }

    private void Heal()
    {
        Note("chaos ends");
        Log.NextFailure = null;
        foreach (var member in _members) member.Calm(_random);
        for (var i = 0; i < 600; i++)
        {
            Log.Sync();
            foreach (var member in _members) member.Act(null);
            Check();
            if (IsAtRest()) return;
            Time.Advance(HealStep);
        }

        throw new WorldViolationException($"not at rest: {Coordinator.Describe(SimulatedMember.Group).Value?.State}, {string.Join("; ", _members.Where(member => !member.IsDead))}");
    }

    private bool IsAtRest()
    {
        var group = Coordinator.Describe(SimulatedMember.Group).Value;
        var alive = _members.Where(member => !member.IsDead).ToList();
        if (alive.Count == 0) return group is null || group.State == GroupState.Empty;
        return group is { State: GroupState.Stable } && group.Members.Count == alive.Count && alive.All(member => member.IsOwner && member.Generation == group.Generation)
            && alive.Sum(member => member.Owned.Length) == Partitions;
    }

    public static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new WorldViolationException(otherwise);
    }
}
