using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace RestStream.Schemas.Json.Validation;

/// <summary>Names as UTF-8 with their numbers, looked up by length and hash. Immutable, thread-safe.</summary>
internal sealed class NameTable
{
    private const int SeedsTried = 16;

    /// <summary>Names that a lookup passes at most before the fast hash is given up: names can be chosen that collide by half of its seeds.</summary>
    private const int ProbesMax = 16;

    private readonly byte[][] _names;
    private readonly int[] _slots;
    private readonly ulong _seed;
    private readonly bool _isStrong;

    /// <summary>A table of distinct names; each name's number is its index.</summary>
    public NameTable(IReadOnlyList<string> names)
    {
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, _names.Length * 4));
        var best = int.MaxValue;
        _slots = [];
        var longest = 0;
        for (var attempt = 0; attempt < SeedsTried && best > 0; attempt++)
        {
            // Not from a fixed sequence, which would make collisions easy to choose.
            var seed = (ulong)Random.Shared.NextInt64() | 1;
            var slots = Place(seed, size, out var collisions, out var probes);
            if (collisions >= best) continue;
            (best, longest, _slots, _seed) = (collisions, probes, slots, seed);
        }

        _isStrong = longest > ProbesMax;
        if (_isStrong) _slots = Place(_seed, size, out _, out longest);
        LongestProbe = longest;
    }

    /// <summary>The other names that a lookup of a name that is here passes at most.</summary>
    public int LongestProbe { get; }

    public int Count => _names.Length;

    /// <summary>The number of a name, or -1.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expected">A number to look at first; any.</param>
    public int Find(ReadOnlySpan<byte> name, int expected)
    {
        if ((uint)expected < (uint)_names.Length && name.SequenceEqual(_names[expected])) return expected;
        return Find(name);
    }

    /// <summary>The number of a name, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var mask = _slots.Length - 1;
        for (var at = (int)(_isStrong ? StrongHash(name) : Hash(name, _seed)) & mask; ; at = (at + 1) & mask)
        {
            var slot = _slots[at];
            if (slot < 0 || name.SequenceEqual(_names[slot])) return slot;
        }
    }

    public string NameOf(int slot) => Encoding.UTF8.GetString(_names[slot]);

    public ReadOnlySpan<byte> this[int slot] => _names[slot];

    private int[] Place(ulong seed, int size, out int collisions, out int longest)
    {
        collisions = longest = 0;
        var slots = new int[size];
        Array.Fill(slots, -1);
        for (var slot = 0; slot < _names.Length; slot++)
        {
            var probes = 0;
            var at = (int)(_isStrong ? StrongHash(_names[slot]) : Hash(_names[slot], seed)) & (size - 1);
            for (; slots[at] >= 0; at = (at + 1) & (size - 1)) probes++;
            slots[at] = slot;
            collisions += probes;
            longest = Math.Max(longest, probes);
        }

        return slots;
    }

    /// <summary>The runtime's keyed hash of strings, over pairs of bytes; an odd last one counts beside it.</summary>
    private static uint StrongHash(ReadOnlySpan<byte> name) =>
        unchecked((uint)string.GetHashCode(MemoryMarshal.Cast<byte, char>(name)) + (((uint)name.Length + ((uint)(name.Length & 1) * (name.IsEmpty ? 0u : name[^1]))) * 0x9E3779B1));

    private static uint Hash(ReadOnlySpan<byte> name, ulong seed)
    {
        var hash = seed ^ (ulong)name.Length;
        for (; name.Length > 8; name = name[8..]) hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name));
        return (uint)(Mix(hash ^ Tail(name)) >> 16);
    }

    private static ulong Tail(ReadOnlySpan<byte> rest)
    {
        if (rest.Length == 8) return BinaryPrimitives.ReadUInt64LittleEndian(rest);
        if (rest.Length >= 4) return BinaryPrimitives.ReadUInt32LittleEndian(rest) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(rest[^4..]) << 32);
        ulong tail = 0;
        foreach (var octet in rest) tail = (tail << 8) | octet;
        return tail;
    }

    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15;
        return value ^ (value >> 29);
    }
}
