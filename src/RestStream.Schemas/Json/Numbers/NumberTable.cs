using System.Numerics;

namespace RestStream.Schemas.Json.Numbers;

/// <summary>Numbers that a schema holds, looked up by their hash. Immutable, thread-safe.</summary>
internal sealed class NumberTable
{
    private readonly byte[][] _texts;
    private readonly (int Hash, int Index)[] _slots;

    /// <summary>A table of numbers, which may repeat.</summary>
    /// <param name="texts">Their JSON texts.</param>
    public NumberTable(byte[][] texts)
    {
        _texts = texts;
        _slots = new (int Hash, int Index)[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, texts.Length * 2))];
        Array.Fill(_slots, (0, -1));
        for (var index = 0; index < texts.Length; index++)
        {
            var number = JsonNumber.Parse(texts[index]);
            var hash = number.Hash();
            var slot = SlotOf(number, hash);
            if (_slots[slot].Index < 0) _slots[slot] = (hash, index);
        }
    }

    public bool IsEmpty => _texts.Length == 0;

    /// <summary>Whether a number is one of them, however it is written.</summary>
    public bool Contains(in JsonNumber number) => _slots[SlotOf(number, number.Hash())].Index >= 0;

    /// <summary>Where a number is, or may be put.</summary>
    private int SlotOf(in JsonNumber number, int hash)
    {
        var mask = _slots.Length - 1;
        for (var at = hash & mask; ; at = (at + 1) & mask)
        {
            var (kept, index) = _slots[at];
            if (index < 0 || (kept == hash && JsonNumber.Parse(_texts[index]).IsEqualTo(number))) return at;
        }
    }
}
