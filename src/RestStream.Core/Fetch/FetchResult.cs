using System.Buffers;

namespace RestStream.Core.Fetch;

/// <summary>What a fetch read. Whoever receives it disposes it once, after the last use of its batches.</summary>
public sealed class FetchResult : IDisposable
{
    private byte[]?[] _buffers;

    /// <summary>Takes over <paramref name="buffers"/>, which came from <see cref="ArrayPool{T}.Shared"/> and go back there.</summary>
    public FetchResult(IReadOnlyList<FetchedPartition> partitions, byte[]?[] buffers) => (Partitions, _buffers) = (partitions, buffers);

    /// <summary>One entry for each partition asked for, in the order of the request.</summary>
    public IReadOnlyList<FetchedPartition> Partitions { get; }

    /// <summary>The same buffers under fewer entries; this result gives up its hold of them.</summary>
    /// <param name="partitions">Some of the entries.</param>
    public FetchResult Select(IReadOnlyList<FetchedPartition> partitions) => new(partitions, Interlocked.Exchange(ref _buffers, []));

    /// <summary>Gives the buffers back. A second call does nothing.</summary>
    public void Dispose()
    {
        foreach (var buffer in Interlocked.Exchange(ref _buffers, []))
        {
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
