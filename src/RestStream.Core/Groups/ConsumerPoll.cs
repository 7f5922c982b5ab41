using RestStream.Core.Fetch;

namespace RestStream.Core.Groups;

/// <summary>What a poll brought. Whoever receives it tells the session what was delivered (<see cref="IConsumerSession.Deliver"/>), and disposes it once, when the answer is out:
/// from then on the session clock runs. <see cref="Fetched"/> may be disposed earlier.</summary>
public sealed class ConsumerPoll : IDisposable
{
    private Action? _ended;

    /// <summary>Takes over <paramref name="fetched"/>; <paramref name="ended"/> is called once, at the disposal.</summary>
    public ConsumerPoll(int generation, IReadOnlyList<AssignedPartition> assignment, IReadOnlyList<OwnedPartition> partitions, FetchResult fetched, Action? ended = null)
    {
        (Generation, Assignment, Partitions, Fetched, _ended) = (generation, assignment, partitions, fetched, ended);
    }

    /// <summary>The group's generation; -1 with partitions assigned by hand, and before the member's first assignment.</summary>
    public int Generation { get; }

    /// <summary>What the session owns now.</summary>
    public IReadOnlyList<AssignedPartition> Assignment { get; }

    /// <summary>The partitions that were read, one for each of <see cref="Fetched"/>, as they were before: <see cref="OwnedPartition.Position"/> is where reading began.</summary>
    public IReadOnlyList<OwnedPartition> Partitions { get; }

    /// <summary>The batches. Partitions that were lost meanwhile are left out.</summary>
    public FetchResult Fetched { get; }

    /// <summary>Got since the poll before.</summary>
    public IReadOnlyList<AssignedPartition> Assigned { get; init; } = [];

    /// <summary>Lost since the poll before.</summary>
    public IReadOnlyList<AssignedPartition> Revoked { get; init; } = [];

    /// <summary>Partitions whose committed offset lay beyond their end (the topic was made anew): reading began at their start instead.</summary>
    public IReadOnlyList<PositionReset> Resets { get; init; } = [];

    /// <summary>Gives the buffers back and starts the session clock. A second call does nothing.</summary>
    public void Dispose()
    {
        Fetched.Dispose();
        Interlocked.Exchange(ref _ended, null)?.Invoke();
    }
}
