using RestStream.Core.Groups;
using RestStream.Server.Errors;
using RestStream.Server.Groups;
using RestStream.Server.Json;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>What one poll of a member gave, rendered for its frame. Not thread-safe; disposed once, after the frame was written.</summary>
internal sealed class MemberBatch : IDisposable
{
    private readonly ResponseBuffer _rendered;
    private readonly PollPosition _position;

    private MemberBatch(ResponseBuffer rendered, PollPosition position) => (_rendered, _position) = (rendered, position);

    /// <summary>How many records.</summary>
    public int Count { get; private set; }

    /// <summary>The array of records.</summary>
    public ReadOnlyMemory<byte> Records => _rendered.Written;

    /// <summary>What the member will not get.</summary>
    public IReadOnlyList<Gap> Gaps { get; private set; } = [];

    /// <summary>Those of <see cref="Gaps"/> that no later poll finds again.</summary>
    public IReadOnlyList<Gap> Resets { get; private init; } = [];

    /// <summary>Why there is nothing; null when all is well.</summary>
    public Problem? Problem { get; private init; }

    /// <summary>How far behind the member is with what it owns.</summary>
    public long Lag { get; private init; }

    /// <summary>For each partition of the poll the offset behind the last record.</summary>
    public ReadOnlySpan<long> NextOffsets => _position.NextOffsets;

    /// <summary>True when nothing is delivered.</summary>
    public bool IsEmpty => Count == 0 && Gaps.Count == 0;

    /// <summary>True when nothing came for as long as a wait lasts.</summary>
    public bool IsIdle { get; private init; }

    /// <summary>Renders a poll, behind resets that were not told yet; its fetch is done with afterwards.</summary>
    public static MemberBatch Render(ConsumerPoll poll, Truncations truncations, int maxRecords, IRecordView? view, bool isIdle, IReadOnlyList<Gap> untold)
    {
        var position = new PollPosition(poll, int.MaxValue);
        using var page = RecordPage.Render(poll.Fetched, position, truncations, maxRecords, "["u8, RecordForm.OneLine, view: view);
        var lag = LagOf(poll, position);
        var rendered = page.TakeAll(maxRecords, "["u8, out var count);
        rendered.Append("]"u8);
        poll.Fetched.Dispose();
        IReadOnlyList<Gap> resets = [.. untold, .. poll.Resets.Select(reset => new Gap(reset.Partition, reset.From, reset.To, GapReasons.Recreated, reset.Topic))];
        return new MemberBatch(rendered, position)
        {
            Count = count,
            Gaps = [.. resets, .. page.Gaps],
            Resets = resets,
            Problem = page.Problem,
            Lag = lag,
            IsIdle = isIdle && count == 0,
        };
    }

    /// <summary>The same with nothing in it.</summary>
    public MemberBatch Emptied()
    {
        (Count, Gaps) = (0, []);
        return this;
    }

    public void Dispose() => _rendered.Dispose();

    private static long LagOf(ConsumerPoll poll, PollPosition position)
    {
        var lag = 0L;
        for (var i = 0; i < poll.Fetched.Partitions.Count; i++) lag += Math.Max(0, poll.Fetched.Partitions[i].HighWatermark - position.Next(i));
        return lag;
    }
}
