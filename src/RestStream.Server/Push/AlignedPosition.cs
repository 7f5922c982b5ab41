using System.Numerics;
using RestStream.Core.Fetch;
using RestStream.Server.Records;
using RestStream.Storage.Records;

namespace RestStream.Server.Push;

/// <summary>
/// Ends each partition's share of a batch, while more is there, at the offset within reach that the highest power of two divides. Readers that are behind and began at different
/// offsets so come to the same places after a batch or two, and share from there on; those that have caught up meet at the end anyway.
/// </summary>
internal sealed class AlignedPosition : IPagePosition
{
    private readonly IPagePosition _inner;
    private Dictionary<int, int>? _maxByKey;

    public AlignedPosition(IPagePosition inner, FetchResult fetched, int maxRecords)
    {
        _inner = inner;
        var withRecords = 0;
        foreach (var partition in fetched.Partitions)
        {
            if (!partition.Batches.IsEmpty) withRecords++;
        }

        if (withRecords == 0) return;
        var share = Math.Max(1, maxRecords / withRecords);
        for (var i = 0; i < fetched.Partitions.Count; i++) Align(i, fetched.Partitions[i], share);
    }

    /// <inheritdoc/>
    public bool ShowsTopic => _inner.ShowsTopic;

    /// <inheritdoc/>
    public int KeyOf(int index, in FetchedPartition fetched) => _inner.KeyOf(index, fetched);

    /// <inheritdoc/>
    public Guid TopicIdOf(int key) => _inner.TopicIdOf(key);

    /// <inheritdoc/>
    public int MaxOf(int key) => _maxByKey is not null && _maxByKey.TryGetValue(key, out var max) ? max : _inner.MaxOf(key);

    /// <inheritdoc/>
    public long Next(int key) => _inner.Next(key);

    /// <inheritdoc/>
    public void MoveTo(int key, long next) => _inner.MoveTo(key, next);

    /// <summary>The offset behind <paramref name="start"/> and not behind <paramref name="limit"/> that the highest power of two divides.</summary>
    internal static long AlignedEnd(long start, long limit)
    {
        var bit = BitOperations.Log2((ulong)(start ^ limit));
        return limit >> bit << bit;
    }

    private void Align(int index, in FetchedPartition partition, int share)
    {
        if (partition.Batches.IsEmpty) return;
        var key = _inner.KeyOf(index, partition);
        var start = Math.Max(_inner.Next(key), partition.LogStartOffset);
        var limit = Math.Min(start + share, EndOf(partition.Batches.Span));
        if (limit <= start || limit >= partition.HighWatermark) return;
        (_maxByKey ??= [])[key] = (int)(AlignedEnd(start, limit) - start);
    }

    private static long EndOf(ReadOnlySpan<byte> batches)
    {
        var end = 0L;
        while (RecordBatchHeader.TryRead(batches, out var header) && header.Length <= batches.Length)
        {
            end = header.NextOffset;
            batches = batches[header.Length..];
        }

        return end;
    }
}
