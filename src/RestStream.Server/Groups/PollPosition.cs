using RestStream.Core.Fetch;
using RestStream.Core.Groups;
using RestStream.Server.Records;

namespace RestStream.Server.Groups;

/// <summary>Where a poll's answer is in each partition that was read; its keys are the places in the poll. Not thread-safe.</summary>
internal sealed class PollPosition : IPagePosition
{
    private readonly ConsumerPoll _poll;
    private readonly long[] _next;
    private readonly int _lastKey;

    /// <param name="poll">The poll.</param>
    /// <param name="maxPartitions">Records of at most so many partitions are delivered at once: the ack token names each.</param>
    public PollPosition(ConsumerPoll poll, int maxPartitions)
    {
        _poll = poll;
        _next = new long[poll.Partitions.Count];
        _lastKey = _next.Length;
        for (var i = 0; i < _next.Length; i++)
        {
            _next[i] = poll.Partitions[i].Position;
            if (poll.Fetched.Partitions[i].Batches.Length > 0 && --maxPartitions == 0) _lastKey = i + 1;
        }
    }

    /// <summary>For each partition the offset behind the last record given.</summary>
    public ReadOnlySpan<long> NextOffsets => _next;

    public bool ShowsTopic => true;

    public int KeyOf(int index, in FetchedPartition fetched) => index;

    public Guid TopicIdOf(int key) => _poll.Partitions[key].TopicId;

    public int MaxOf(int key) => key < _lastKey ? _poll.Partitions[key].MaxRecords : 0;

    public long Next(int key) => _next[key];

    public void MoveTo(int key, long next) => _next[key] = next;
}
