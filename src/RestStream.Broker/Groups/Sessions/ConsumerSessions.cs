using System.Collections.Concurrent;
using RestStream.Broker.Groups.Protocol;
using RestStream.Broker.Timing;
using RestStream.Core;
using RestStream.Core.Groups;
using RestStream.Core.Topics;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// The sessions in memory, by group and member. What is not here and known to the coordinator comes back from what it keeps of the member, so a restart of the server costs members nothing.
/// Thread-safe.
/// </summary>
internal sealed class ConsumerSessions : IConsumers, IDisposable
{
    private readonly ConcurrentDictionary<(string Group, string Member), ConsumerSession> _sessions = new();
    private readonly ConcurrentDictionary<(string Group, string Instance), ConsumerSession> _instances = new();
    private readonly ConcurrentDictionary<string, int> _maxDeliveries = new(StringComparer.Ordinal);
    private readonly SessionContext _context;
    private readonly SessionRules _rules;
    private int _open;
    private int _topicChanges;

    public ConsumerSessions(SessionContext context) => (_context, _rules) = (context, new SessionRules(context.Topics, context.Options, context.Coordinator.Options));

    /// <inheritdoc/>
    public int OpenSessions => Volatile.Read(ref _open);

    /// <inheritdoc/>
    public async ValueTask<Outcome<IConsumerSession>> OpenAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (_rules.Violation(options) is { } violation) return violation;
        var opened = await OpenAllowedAsync(options, cancellationToken).ConfigureAwait(false);
        if (opened.IsSuccess && options.MaxDeliveries is { } deliveries) KeepMaxDeliveries(options.Group, deliveries);
        return opened;
    }

    private ValueTask<Outcome<IConsumerSession>> OpenAllowedAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        if (options.Partitions is { } partitions) return OpenByHandAsync(options, partitions);
        return options.MemberId is { } memberId ? ComeBackAsync(options, memberId) : JoinAsync(options, cancellationToken);
    }

    /// <summary>How often the group delivers a record before it goes to the dead-letter topic.</summary>
    public int MaxDeliveriesOf(string group) => _maxDeliveries.GetValueOrDefault(group, ConsumerOptions.DefaultMaxDeliveries);

    /// <summary>The session of a member; null when it is not in memory.</summary>
    public ConsumerSession? Find(string group, string member) => _sessions.GetValueOrDefault((group, member));

    /// <summary>The session has got its id.</summary>
    public void Identified(ConsumerSession session)
    {
        _sessions[(session.Group, session.MemberId)] = session;
        if (session.InstanceId is { } instance) _instances[(session.Group, instance)] = session;
    }

    /// <summary>The session is over.</summary>
    public void Forget(ConsumerSession session)
    {
        Interlocked.Decrement(ref _open);
        _sessions.TryRemove(KeyValuePair.Create((session.Group, session.MemberId), session));
        if (session.InstanceId is { } instance) _instances.TryRemove(KeyValuePair.Create((session.Group, instance), session));
    }

    /// <summary>Somebody committed offsets from outside: those who own the partitions go on from there. By nobody, only readers of partitions by hand can be concerned.</summary>
    public void OnCommitted(GroupCommit commit, IReadOnlyList<PartitionOutcome> outcomes)
    {
        if (commit.MemberId is { } member)
        {
            if (Find(commit.Group, member) is { } session) Note(session, commit, outcomes);
            return;
        }

        foreach (var session in _sessions.Values.Where(session => session.Group == commit.Group)) Note(session, commit, outcomes);
    }

    /// <summary>Topics changed: sessions look again, in the background; many changes at once are one.</summary>
    public void OnTopicsChanged()
    {
        if (Interlocked.Increment(ref _topicChanges) == 1) ThreadPool.UnsafeQueueUserWorkItem(static self => self.LookAtTopics(), this, preferLocal: false);
    }

    public void Dispose()
    {
        _context.Clocks.Dispose();
        _context.Metrics.Dispose();
    }

    private static void Note(ConsumerSession session, GroupCommit commit, IReadOnlyList<PartitionOutcome> outcomes)
    {
        for (var i = 0; i < outcomes.Count; i++)
        {
            var offset = commit.Offsets[i];
            if (outcomes[i].Error is null) session.NoteCommitted(new AssignedPartition(offset.Topic, offset.Partition), offset.NextOffset, offset.Metadata);
        }
    }

    private void LookAtTopics()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _topicChanges);
            foreach (var session in _sessions.Values) session.OnTopicsChanged();
        }
        while (Interlocked.CompareExchange(ref _topicChanges, 0, seen) != seen);
    }

    private async ValueTask<Outcome<IConsumerSession>> JoinAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        if (_rules.UnknownTopic(options) is { } unknown) return unknown;
        if (TryMake(options, "", new Subscription(options.Topics!), out var session) is { } full) return full;
        if (options.InstanceId is { } instance && _instances.TryGetValue((options.Group, instance), out var before)) session!.Succeed(before);
        session!.BeginClock();
        session.RequestRebalance("it subscribed");
        // A static member learns its id when the group is complete: its first poll waits for that.
        if (options.InstanceId is null) await IdentifiedAsync(session, cancellationToken).ConfigureAwait(false);
        return session.Ended is { } ended ? ended : session;
    }

    /// <summary>A client that leaves before it knows its id cannot come back as that member.</summary>
    private static async ValueTask IdentifiedAsync(ConsumerSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.Identified.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await session.LeaveAsync("its client left while it joined").ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<Outcome<IConsumerSession>> ComeBackAsync(ConsumerOptions options, string memberId)
    {
        var session = Find(options.Group, memberId);
        if (session is null) return await ReturnAsync(options, memberId).ConfigureAwait(false);
        if (session.Ended is { } ended) return ended;
        session.Update(options);
        return session;
    }

    private async ValueTask<Outcome<IConsumerSession>> ReturnAsync(ConsumerOptions options, string memberId)
    {
        var described = _context.Coordinator.Describe(options.Group);
        if (described.Error is { Code: not ErrorCode.GroupIdNotFound } error) return error;
        var member = described.Value?.Members.FirstOrDefault(member => member.MemberId == memberId);
        if (member is null && options.InstanceId is { } fenced && described.Value?.Members.Any(other => other.InstanceId == fenced) is true)
            return SessionErrors.Of(ErrorCode.FencedInstanceId, options.Group, memberId);
        // Members that are not the server's (a Kafka client's) are not brought back by their id.
        if (member is null || !ConsumerProtocolSubscription.TryRead(member.Subscription.Span, out var subscription)
            || !MemberData.TryRead(subscription.UserData.GetValueOrDefault().Span, out var data)) return SessionErrors.Unknown(options.Group, memberId);
        options = Completed(options, member, data);
        // As it joined once: the bounds may be others since. The coordinator would refuse its next join.
        if (_rules.ViolationOfSessionTimeout(options) is { } outOfBounds) return outOfBounds;
        if (TryMake(options, memberId, new Subscription(options.Topics ?? TextsOf(subscription, data)), out var session) is { } full) return full;
        if (!_sessions.TryAdd((options.Group, memberId), session!))
        {
            Interlocked.Decrement(ref _open);
            return await ComeBackAsync(options, memberId).ConfigureAwait(false);
        }

        if (member.InstanceId is { } instance) _instances[(options.Group, instance)] = session!;
        await session!.ReturnAsync(described.Value!, member, subscription, data).ConfigureAwait(false);
        return session.Ended is { } ended ? ended : session;
    }

    private ConsumerOptions Completed(ConsumerOptions options, MemberDescription member, MemberData data)
    {
        if (data.MaxDeliveries > 0 && !_maxDeliveries.ContainsKey(options.Group)) KeepMaxDeliveries(options.Group, data.MaxDeliveries);
        return options with
        {
            InstanceId = member.InstanceId,
            SessionTimeout = options.SessionTimeout ?? member.SessionTimeout,
            MaxDeliveries = options.MaxDeliveries ?? (data.MaxDeliveries > 0 ? data.MaxDeliveries : null),
            ClientId = member.ClientId,
            ClientHost = member.ClientHost,
        };
    }

    // Bounded: beyond it a group's members each go by what they said themselves.
    private void KeepMaxDeliveries(string group, int deliveries)
    {
        if (_maxDeliveries.Count < _context.Options.MaxSessions || _maxDeliveries.ContainsKey(group)) _maxDeliveries[group] = deliveries;
    }

    // Names that a pattern matched are the pattern's, not the client's; which is which shows when the patterns are known.
    private static List<string> TextsOf(ConsumerProtocolSubscription subscription, MemberData data)
    {
        var patterns = data.Patterns.Where(text => TopicPattern.Violation(text) is null).Select(text => new TopicPattern(text)).ToList();
        return [.. patterns.Select(pattern => pattern.Text), .. subscription.Topics.Where(topic => TopicName.Violation(topic) is null && !patterns.Exists(pattern => pattern.Matches(topic)))];
    }

    private async ValueTask<Outcome<IConsumerSession>> OpenByHandAsync(ConsumerOptions options, IReadOnlyList<AssignedPartition> partitions)
    {
        var memberId = options.MemberId ?? $"{options.ClientId}-{Guid.NewGuid()}";
        var session = Find(options.Group, memberId);
        if (session is null)
        {
            if (TryMake(options, memberId, new Subscription([]), out var made) is { } full) return full;
            session = _sessions.GetOrAdd((options.Group, memberId), made!);
            if (session != made) Interlocked.Decrement(ref _open);
        }

        if (session.Ended is { } ended) return ended;
        if (!session.IsByHand) return new Error(ErrorCode.InvalidRequest, $"Member '{memberId}' subscribes to topics: it cannot be assigned partitions by hand.");
        await session.TakeByHandAsync(partitions).ConfigureAwait(false);
        return session;
    }

    private Error? TryMake(ConsumerOptions options, string memberId, Subscription subscription, out ConsumerSession? session)
    {
        session = null;
        if (Interlocked.Increment(ref _open) > _context.Options.MaxSessions)
        {
            Interlocked.Decrement(ref _open);
            return new Error(ErrorCode.TooManyRequests, $"As many consumers are open as may: {_context.Options.MaxSessions}.");
        }

        session = new ConsumerSession(this, _context, options, memberId, subscription);
        return null;
    }
}
