using System.Buffers.Binary;

namespace RestStream.Broker.Produce;

/// <summary>Which partition a key belongs to: as Kafka's Java client decides, so that both doors put a key into the same one.</summary>
internal static class Partitioner
{
    /// <summary>The partition of a key that is not null (it may be empty).</summary>
    public static int PartitionFor(ReadOnlySpan<byte> key, int partitions) => (Murmur2(key) & int.MaxValue) % partitions;

    /// <summary>MurmurHash2, 32 bits, with the seed that Kafka uses.</summary>
    public static int Murmur2(ReadOnlySpan<byte> data)
    {
        const uint seed = 0x9747b28c, m = 0x5bd1e995;
        var hash = seed ^ (uint)data.Length;
        for (; data.Length >= 4; data = data[4..])
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(data) * m;
            hash = (hash * m) ^ ((k ^ (k >> 24)) * m);
        }

        if (data.Length == 3) hash ^= (uint)data[2] << 16;
        if (data.Length >= 2) hash ^= (uint)data[1] << 8;
        if (data.Length >= 1) hash = (hash ^ data[0]) * m;
        hash = (hash ^ (hash >> 13)) * m;
        return (int)(hash ^ (hash >> 15));
    }
}
