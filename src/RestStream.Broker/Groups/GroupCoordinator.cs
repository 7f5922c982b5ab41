using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Unicode;
using RestStream.Broker.Timing;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Storage;

namespace RestStream.Broker.Groups;

/// <summary>
/// Kafka's coordinator of classic consumer groups: members join, the leader assigns, the others are told; subscriptions and assignments are opaque bytes. Offsets and groups are
/// kept in <c>__consumer_offsets</c>: what is answered is on disk, and a write that fails leaves memory as it was. Until that topic is loaded every call answers
/// <see cref="ErrorCode.CoordinatorLoadInProgress"/>. Thread-safe; one lock a group, never held while a sync is waited for; a held answer costs neither thread nor timer.
/// </summary>
public sealed partial class GroupCoordinator : IDisposable
{
    private readonly ConcurrentDictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Deadlines _deadlines;
    private readonly GroupContext _context;
    private readonly Func<TopicPartition, bool> _exists;
    private readonly CancellationTokenSource _stopped = new();
    private int _groupCount;
    private volatile bool _isLoaded;
    private volatile bool _isStopping;

    /// <param name="options">The settings.</param>
    /// <param name="log">Where groups and offsets are written.</param>
    /// <param name="exists">Whether there is such a partition.</param>
    /// <param name="time">The clock.</param>
    /// <param name="grain">The grain of the deadlines.</param>
    /// <param name="mutation">The fault that a test plants.</param>
    /// <param name="continuations">None for a test that steps through everything on one thread.</param>
    internal GroupCoordinator(
        GroupOptions options, IOffsetsLog log, Func<TopicPartition, bool> exists, TimeProvider time, TimeSpan grain, GroupMutation mutation = GroupMutation.None,
        TaskCreationOptions continuations = TaskCreationOptions.RunContinuationsAsynchronously)
    {
        _exists = exists;
        _deadlines = new Deadlines(time, grain);
        _context = new GroupContext(options, time, _deadlines, log, Forget, mutation, continuations);
    }

    /// <summary>The settings.</summary>
    internal GroupOptions Options => _context.Options;

    /// <summary>How many groups there are.</summary>
    public int GroupCount => Volatile.Read(ref _groupCount);

    /// <summary>
    /// Joins a group: a new member, or one whose group rebalances, whose subscription changed, or who leads and wants a rebalance. Answered when all members are in, at the
    /// latest after the longest rebalance timeout among them.
    /// </summary>
    /// <param name="request">The member. With an error in it nothing was changed.</param>
    /// <param name="cancellationToken">The caller left: a member that never learned its id goes, another one's session clock starts anew.</param>
    /// <returns>The generation; or <see cref="ErrorCode.MemberIdRequired"/> with the id to join with, <see cref="ErrorCode.UnknownMemberId"/>,
    /// <see cref="ErrorCode.FencedInstanceId"/>, <see cref="ErrorCode.InconsistentGroupProtocol"/>, <see cref="ErrorCode.GroupMaxSizeReached"/>,
    /// <see cref="ErrorCode.InvalidSessionTimeout"/>, <see cref="ErrorCode.InvalidGroupId"/>, <see cref="ErrorCode.InvalidRequest"/> (a limit of <see cref="GroupOptions"/>),
    /// <see cref="ErrorCode.PolicyViolation"/> (too many groups), <see cref="ErrorCode.RebalanceInProgress"/> (a later join of the same member took its place), or a storage error.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<JoinGroupResult> JoinAsync(JoinGroupRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var error = CheckJoin(request);
        if (error == ErrorCode.None) error = await _context.Log.EnsureAsync(cancellationToken).ConfigureAwait(false);
        if (error != ErrorCode.None) return JoinGroupResult.Refused(error, request.MemberId);
        GroupAnswer<JoinGroupResult> answer;
        Group group;
        using (var scope = Enter(request.GroupId, makes: request.MemberId.Length == 0))
        {
            if (scope.Group is null) return JoinGroupResult.Refused(request.MemberId.Length == 0 ? ErrorCode.PolicyViolation : ErrorCode.UnknownMemberId, request.MemberId);
            group = scope.Group;
            answer = group.Join(request);
        }

        if (answer.Held is { } held) return await WaitAsync(group, held, cancellationToken).ConfigureAwait(false);
        error = await group.SyncedAsync(answer.Ticket).ConfigureAwait(false);
        return error == ErrorCode.None ? answer.Now! : JoinGroupResult.Refused(error, request.MemberId);
    }

    /// <summary>Asks for the member's assignment; the leader brings all of them. Answered when those are on disk.</summary>
    /// <param name="request">The member, in the generation that its join gave.</param>
    /// <param name="cancellationToken">The caller left: the member's session clock starts anew.</param>
    /// <returns>The assignment; or <see cref="ErrorCode.UnknownMemberId"/>, <see cref="ErrorCode.FencedInstanceId"/>, <see cref="ErrorCode.IllegalGeneration"/>,
    /// <see cref="ErrorCode.RebalanceInProgress"/> (join again), <see cref="ErrorCode.InconsistentGroupProtocol"/>, <see cref="ErrorCode.InvalidGroupId"/>,
    /// <see cref="ErrorCode.InvalidRequest"/> (assignments too large), or a storage error, after which the group rebalances.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<SyncGroupResult> SyncAsync(SyncGroupRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var error = CheckGroup(request.GroupId);
        if (error != ErrorCode.None) return SyncGroupResult.Refused(error);
        GroupAnswer<SyncGroupResult> answer;
        Group group;
        using (var scope = Enter(request.GroupId))
        {
            if (scope.Group is null) return SyncGroupResult.Refused(ErrorCode.UnknownMemberId);
            group = scope.Group;
            answer = group.Sync(request);
        }

        return answer.Held is { } held ? await WaitAsync(group, held, cancellationToken).ConfigureAwait(false) : answer.Now!;
    }

    /// <summary>The member lives: its session clock starts anew.</summary>
    /// <returns>None; <see cref="ErrorCode.RebalanceInProgress"/> (it lives, and has to join again), <see cref="ErrorCode.IllegalGeneration"/>,
    /// <see cref="ErrorCode.UnknownMemberId"/>, <see cref="ErrorCode.FencedInstanceId"/>, <see cref="ErrorCode.InvalidGroupId"/>.</returns>
    public ErrorCode Heartbeat(string groupId, string memberId, string? instanceId, int generation)
    {
        var error = CheckGroup(groupId);
        if (error != ErrorCode.None) return error;
        using var scope = Enter(groupId);
        return scope.Group is { } group ? group.Heartbeat(memberId, instanceId, generation) : ErrorCode.UnknownMemberId;
    }

    /// <summary>The member's session clock stands still until disposal, then starts anew; for a poll that waits, a stream that is open. Holds add up. A rebalance waits
    /// for it no longer than its rebalance timeout. Does nothing for one that is no member; a member that comes back under another id is another one.</summary>
    public IDisposable HoldSession(string groupId, string memberId)
    {
        if (!_isLoaded) return NoHold.Instance;
        using var scope = Enter(groupId);
        return scope.Group?.Hold(memberId) ?? (IDisposable)NoHold.Instance;
    }

    /// <summary>
    /// Calls when a rebalance begins, a generation begins, or the member is removed: once for what changes in one step, outside locks, on the thread that changed it. It must
    /// return soon and not throw. For one that is no member it is called once at once. A change between a look at the group and this call is not told:
    /// watch first, then <see cref="Heartbeat"/>.
    /// </summary>
    /// <returns>Ends it; a call under way may still run.</returns>
    public IDisposable Watch(string groupId, string memberId, Action changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        if (_isLoaded)
        {
            using var scope = Enter(groupId);
            if (scope.Group is { } group) return group.Watch(memberId, changed);
        }

        changed();
        return NoHold.Instance;
    }

    /// <summary>Members leave, or are made to: their partitions go to others at once. The answer does not wait for that; that nobody is left is on disk when it comes.</summary>
    /// <returns>For each none, <see cref="ErrorCode.UnknownMemberId"/> or <see cref="ErrorCode.FencedInstanceId"/>; or <see cref="ErrorCode.OutcomeUnknown"/>: they left, and may be
    /// there after a restart until their sessions end.</returns>
    public async ValueTask<LeaveGroupResult> LeaveAsync(string groupId, IReadOnlyList<LeavingMember> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var error = CheckGroup(groupId);
        if (error != ErrorCode.None) return new LeaveGroupResult(error, []);
        Group group;
        IReadOnlyList<ErrorCode> errors;
        CommitTicket ticket;
        using (var scope = Enter(groupId))
        {
            if (scope.Group is null) return new LeaveGroupResult(ErrorCode.None, [.. members.Select(_ => ErrorCode.UnknownMemberId)]);
            group = scope.Group;
            errors = group.Leave(members, out ticket);
        }

        error = await group.SyncedAsync(ticket).ConfigureAwait(false);
        return new LeaveGroupResult(error, error == ErrorCode.None ? errors : []);
    }

    /// <summary>Answers everything that is held with <see cref="ErrorCode.ShuttingDown"/>, and all that comes.</summary>
    internal void BeginStop()
    {
        _isStopping = true;
        _stopped.Cancel();
        if (!_isLoaded) return;
        foreach (var id in _groups.Keys)
        {
            using var scope = Enter(id);
            scope.Group?.EndAll(ErrorCode.ShuttingDown);
        }
    }

    /// <summary>Ends its timer. Stop the engine instead.</summary>
    public void Dispose()
    {
        _deadlines.Dispose();
        _stopped.Dispose();
    }

    // A group that died is taken out under its lock: whoever found it looks again.
    private GroupScope Enter(string groupId, bool makes = false)
    {
        while (true)
        {
            if (!_groups.TryGetValue(groupId, out var group) && (!makes || !TryMake(groupId, out group))) return default;
            var scope = group!.Enter();
            if (group.State != GroupState.Dead) return scope;
            scope.Dispose();
        }
    }

    private bool TryMake(string groupId, out Group? group)
    {
        group = null;
        if (GroupCount >= _context.Options.MaxGroups) return false;
        group = GetOrAdd(groupId);
        return true;
    }

    private Group GetOrAdd(string groupId)
    {
        if (_groups.TryGetValue(groupId, out var found)) return found;
        var made = new Group(groupId, _context);
        var group = _groups.GetOrAdd(groupId, made);
        if (group == made) Interlocked.Increment(ref _groupCount);
        return group;
    }

    private void Forget(Group group)
    {
        if (_groups.TryRemove(KeyValuePair.Create(group.Id, group))) Interlocked.Decrement(ref _groupCount);
    }

    private static async ValueTask<JoinGroupResult> WaitAsync(Group group, HeldAnswer<JoinGroupResult> held, CancellationToken cancellationToken)
    {
        await using var left = cancellationToken.UnsafeRegister((_, token) => group.Abandon(held, token), null).ConfigureAwait(false);
        return await held.Task.ConfigureAwait(false);
    }

    private static async ValueTask<SyncGroupResult> WaitAsync(Group group, HeldAnswer<SyncGroupResult> held, CancellationToken cancellationToken)
    {
        await using var left = cancellationToken.UnsafeRegister((_, token) => group.Abandon(held, token), null).ConfigureAwait(false);
        return await held.Task.ConfigureAwait(false);
    }

    private ErrorCode CheckGroup(string groupId)
    {
        if (_isStopping) return ErrorCode.ShuttingDown;
        if (!_isLoaded) return ErrorCode.CoordinatorLoadInProgress;
        return GroupName.Violation(groupId) is null && IsName(groupId) ? ErrorCode.None : ErrorCode.InvalidGroupId;
    }

    private ErrorCode CheckJoin(JoinGroupRequest request)
    {
        var options = _context.Options;
        var error = CheckGroup(request.GroupId);
        if (error != ErrorCode.None) return error;
        if (request.SessionTimeout < options.MinSessionTimeout || request.SessionTimeout > options.MaxSessionTimeout) return ErrorCode.InvalidSessionTimeout;
        if (request.ProtocolType.Length == 0 || request.Protocols.Count == 0) return ErrorCode.InconsistentGroupProtocol;
        var fits = request.Protocols.Count <= options.MaxProtocols
            && request.Protocols.Sum(protocol => (long)protocol.Metadata.Length) <= options.MaxMemberMetadataBytes
            && request.Protocols.All(protocol => IsName(protocol.Name))
            && request.Protocols.DistinctBy(protocol => protocol.Name).Count() == request.Protocols.Count
            && IsName(request.ProtocolType) && IsName(request.ClientId) && IsName(request.ClientHost) && IsName(request.InstanceId ?? "")
            && request.InstanceId is not ""
            && request.RebalanceTimeout.TotalMilliseconds <= int.MaxValue;
        return fits ? ErrorCode.None : ErrorCode.InvalidRequest;
    }

    /// <summary>Well-formed and short enough to be kept.</summary>
    private bool IsName(string text)
    {
        Span<byte> bytes = stackalloc byte[_context.Options.MaxNameBytes];
        return Utf8.FromUtf16(text, bytes, out _, out _, replaceInvalidSequences: false) == OperationStatus.Done;
    }
}
