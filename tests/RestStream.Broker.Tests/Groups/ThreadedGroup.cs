using System.Text;
using RestStream.Broker.Groups;
using RestStream.Core;

namespace RestStream.Broker.Tests.Groups;

/// <summary>A group whose members run on threads. Who owns a partition commits the next number of it; a number is drawn before it is sent, so a commit that is taken
/// after the partition has another owner would set it back.</summary>
internal sealed class ThreadedGroup(GroupCoordinator coordinator, string name)
{
    public const int Partitions = 6;
    private readonly long[] _drawn = new long[Partitions];
    private readonly long[] _acknowledged = new long[Partitions];
    private int _generations;
    private int _refused;

    /// <summary>Joins, commits and leaves until it is told to stop; then leaves.</summary>
    public async Task RunMemberAsync(Random random, CancellationToken stop)
    {
        var memberId = "";
        while (!stop.IsCancellationRequested)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(50, 500)));
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
            memberId = await RunOnceAsync(memberId, random, either.Token);
        }

        await coordinator.LeaveAsync(name, [new LeavingMember(memberId)]);
    }

    /// <summary>The offset of each partition is the largest that was acknowledged.</summary>
    public void CheckLast(GroupCoordinator now)
    {
        for (var partition = 0; partition < Partitions; partition++) Assert.Equal(_acknowledged[partition], now.Committed(name, partition) ?? 0);
    }

    public override string ToString() => $"{name}: {_generations} generations, {_acknowledged.Sum()} committed, {_refused} refused";

    private async Task<string> RunOnceAsync(string memberId, Random random, CancellationToken cut)
    {
        try
        {
            var joined = await coordinator.JoinAsync(
                new JoinGroupRequest
                {
                    GroupId = name, MemberId = memberId, SessionTimeout = TimeSpan.FromSeconds(1), RebalanceTimeout = TimeSpan.FromSeconds(1), ProtocolType = "opaque",
                    Protocols = [new("one", default)],
                },
                cut);
            if (joined.Error != ErrorCode.None) return joined.Error == ErrorCode.UnknownMemberId ? "" : memberId;
            memberId = joined.MemberId;
            var sync = new SyncGroupRequest { GroupId = name, MemberId = memberId, Generation = joined.Generation, Assignments = Deal(joined) };
            var synced = await coordinator.SyncAsync(sync, cut);
            if (synced.Error == ErrorCode.None) await OwnAsync(joined, synced.Assignment, random, cut);
        }
        catch (OperationCanceledException)
        {
            // Cut off while it waited: a new connection tries again.
        }

        return memberId;
    }

    private async Task OwnAsync(JoinGroupResult joined, ReadOnlyMemory<byte> owned, Random random, CancellationToken cut)
    {
        if (joined.IsLeader) Interlocked.Increment(ref _generations);
        var partitions = Encoding.ASCII.GetString(owned.Span);
        for (var isIn = true; isIn && !cut.IsCancellationRequested;)
        {
            // Without a heartbeat it learns of a rebalance by a commit that is refused.
            var asks = partitions.Length == 0 || random.Next(20) == 0;
            isIn = asks
                ? coordinator.Heartbeat(name, joined.MemberId, null, joined.Generation) == ErrorCode.None
                : await CommitAsync(joined, partitions[random.Next(partitions.Length)] - '0');
            if (asks) await Task.Yield();
            if (random.Next(100) == 0) await coordinator.LeaveAsync(name, [new LeavingMember(joined.MemberId)]);
        }
    }

    private async Task<bool> CommitAsync(JoinGroupResult joined, int partition)
    {
        var offset = Interlocked.Increment(ref _drawn[partition]);
        var isTaken = await coordinator.CommitAsync(name, offset, joined, partition) == ErrorCode.None;
        if (isTaken) RaiseTo(ref _acknowledged[partition], offset);
        else Interlocked.Increment(ref _refused);
        return isTaken;
    }

    private static void RaiseTo(ref long value, long to)
    {
        for (var seen = Volatile.Read(ref value); seen < to;)
        {
            var found = Interlocked.CompareExchange(ref value, to, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    private static MemberAssignment[] Deal(JoinGroupResult joined) =>
    [
        .. joined.Members.Select((member, index) => new MemberAssignment(
            member.MemberId, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Partitions).Where(p => p % joined.Members.Count == index))))),
    ];
}
