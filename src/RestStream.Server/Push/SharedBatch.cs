using RestStream.Server.Errors;
using RestStream.Server.Records;

namespace RestStream.Server.Push;

/// <summary>
/// What one fetch at one place gave, rendered once for every subscriber there. Immutable but for its count of holders: each releases it once, after its bytes were written;
/// the last one gives the buffer back.
/// </summary>
internal sealed class SharedBatch(ResponseBuffer rendered, int recordBytes, ReadPositions after)
{
    private const int OwnBytes = 1024;
    private int _holders = 1;

    /// <summary>How many records.</summary>
    public required int Count { get; init; }

    /// <summary>The records, in their form.</summary>
    public ReadOnlyMemory<byte> Records => rendered.Written[..recordBytes];

    /// <summary>High watermarks by topic and partition, as JSON: of the partitions with records, or of all when there are none.</summary>
    public ReadOnlyMemory<byte> HighWatermarks => rendered.Written[recordBytes..];

    /// <summary>How far behind <see cref="After"/> is.</summary>
    public required long Lag { get; init; }

    /// <summary>The place behind it.</summary>
    public ReadPositions After { get; } = after;

    /// <summary>What subscribers will not get.</summary>
    public required IReadOnlyList<Gap> Gaps { get; init; }

    /// <summary>Why there is nothing although there should be; null when all is well.</summary>
    public required Problem? Problem { get; init; }

    /// <summary>True when nothing came for as long as a wait lasts.</summary>
    public required bool IsIdle { get; init; }

    /// <summary>The bytes that were written.</summary>
    public int Bytes => rendered.Length;

    /// <summary>The bytes that it holds: the whole of the buffer, and about what it takes itself with its flight and its place in the table.</summary>
    public int HeldBytes => rendered.Capacity + OwnBytes;

    /// <summary>Adds holders; the caller knows that there is one.</summary>
    public void Hold(int holders) => Interlocked.Add(ref _holders, holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) rendered.Dispose();
    }
}
