using System.Text.Json;

namespace RestStream.Server.Tests.Ledger;

/// <summary>One produce request: what it held, and what was answered.</summary>
/// <param name="producer">The producer's number.</param>
/// <param name="number">The request's number among the producer's.</param>
/// <param name="isDurable">Asked with acks=all: its acknowledgement outlives a power cut.</param>
/// <param name="partitions">The partition of each record.</param>
internal sealed class Attempt(int producer, int number, bool isDurable, int[] partitions)
{
    private readonly long[] _offsets = new long[partitions.Length];
    private readonly bool[] _seen = new bool[partitions.Length];

    /// <summary>Sent as a stream, which is stored as it comes in: a crash may leave its beginning.</summary>
    public bool IsStreamed { get; init; }

    public int Producer => producer;

    public int Number => number;

    public bool IsDurable => isDurable;

    public ReadOnlySpan<int> Partitions => partitions;

    /// <summary>When the acknowledgement was here (<see cref="TimeProvider.GetTimestamp"/>); 0 when none came.</summary>
    public long AcknowledgedAt { get; private set; }

    public bool IsSeen(int index) => _seen[index];

    /// <summary>Takes the answer: runs of partition, base offset and count, in the order of the records within each partition.</summary>
    public void Acknowledge(JsonElement answer, long at)
    {
        var next = new int[partitions.Length == 0 ? 0 : partitions.Max() + 1];
        foreach (JsonElement run in answer.GetProperty("partitions").EnumerateArray())
        {
            int partition = run.GetProperty("partition").GetInt32(), count = run.GetProperty("count").GetInt32();
            long offset = run.GetProperty("baseOffset").GetInt64();
            for (; count > 0; count--) _offsets[Claim(next, partition)] = offset++;
        }

        AcknowledgedAt = at;
    }

    /// <summary>Notes that a record was read back; a sentence when that cannot be.</summary>
    public string? See(int index, int partition, long offset)
    {
        if (index >= partitions.Length || partitions[index] != partition) return "was never sent there";
        if (_seen[index]) return "is there twice";
        _seen[index] = true;
        return AcknowledgedAt != 0 && _offsets[index] != offset ? $"was acknowledged at offset {_offsets[index]}" : null;
    }

    public override string ToString() => $"request {number} of producer {producer}";

    // The index of the next record that was sent to the partition.
    private int Claim(int[] next, int partition)
    {
        int index = Array.IndexOf(partitions, partition, next[partition]);
        next[partition] = index + 1;
        return index;
    }
}
