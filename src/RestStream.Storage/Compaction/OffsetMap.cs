using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RestStream.Storage.Compaction;

/// <summary>
/// The last offset of each key, in a table of fixed size: 16 bytes of the key's SHA-256 and the offset, 24 bytes a slot, by open addressing. Two keys of one hash would be taken
/// for one; that no one can bring about. Not thread-safe.
/// </summary>
internal sealed class OffsetMap
{
    /// <summary>The bytes of a slot.</summary>
    public const int SlotBytes = 24;

    private const double LoadFactor = 0.9;
    private const int FewestSlots = 64, SmallestRecordBytes = 7;
    private readonly Slot[] _slots;
    private readonly int _limit;

    /// <summary>A map of so many slots.</summary>
    public OffsetMap(int slots)
    {
        _slots = new Slot[slots];
        _limit = Math.Max(1, (int)(slots * LoadFactor));
    }

    /// <summary>How many keys are in it.</summary>
    public int Count { get; private set; }

    /// <summary>The part of its room that is taken, 0 to 1.</summary>
    public double Utilization => Count / (double)_limit;

    /// <summary>A map within the buffer's size, and no larger than so many bytes of records can fill.</summary>
    public static OffsetMap Of(long bufferBytes, long dirtyBytes)
    {
        var enough = (long)(dirtyBytes / SmallestRecordBytes / LoadFactor) + FewestSlots;
        return new((int)Math.Clamp(Math.Min(bufferBytes / SlotBytes, enough), FewestSlots, Array.MaxLength));
    }

    /// <summary>Takes note of a key's offset, larger than all before; false when there is no room for another key.</summary>
    public bool TryPut(ReadOnlySpan<byte> key, long offset)
    {
        ref var slot = ref Find(key, out var high, out var low);
        if (slot.IsFree)
        {
            if (Count == _limit) return false;
            Count++;
        }

        slot = new(high, low, offset + 1);
        return true;
    }

    /// <summary>The key's last offset; -1 when it is not in the map.</summary>
    public long LastOffsetOf(ReadOnlySpan<byte> key) => Find(key, out _, out _).OffsetPlusOne - 1;

    private ref Slot Find(ReadOnlySpan<byte> key, out ulong high, out ulong low)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        high = BinaryPrimitives.ReadUInt64BigEndian(hash);
        low = BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]);
        for (var at = (int)(high % (ulong)_slots.Length); ; at = at + 1 == _slots.Length ? 0 : at + 1)
        {
            ref var slot = ref _slots[at];
            if (slot.IsFree || (slot.High == high && slot.Low == low)) return ref slot;
        }
    }

    private readonly record struct Slot(ulong High, ulong Low, long OffsetPlusOne)
    {
        public bool IsFree => OffsetPlusOne == 0;
    }
}
