using System.Numerics;

namespace RestStream.Server.Json;

internal unsafe ref partial struct StructureScan
{
    private const byte CurlyBit = 0x20, OpenBit = 0x02;

    /// <summary>
    /// Walks the brackets of the container that opens at <paramref name="open"/> and checks that they match and that its commas and colons fit. Gives the
    /// place of its closing bracket, or one of <see cref="ContainerFault"/> with <paramref name="fault"/>'s place.
    /// </summary>
    /// <param name="open">The place of its opening bracket.</param>
    /// <param name="maxDepth">How deep it may nest, itself counted; at most 64.</param>
    /// <param name="fault">The place of the fault.</param>
    /// <param name="stay">Do not leave the window: then it is <see cref="ContainerFault.Unended"/> when it does not end there, and nothing has moved.</param>
    public int SkipContainer(int open, int maxDepth, out int fault, bool stay = false)
    {
        // One bit per open container, the innermost lowest: 1 for an object.
        var objects = (ulong)(_text[open] & CurlyBit) / CurlyBit;
        var depth = 1;
        for (var at = open + 1; at < _windowEnd || (!stay && TryReach(at)); at = (at & -BlockBytes) + BlockBytes)
        {
            var masks = _masks + ((at - _windowStart) / BlockBytes);
            var left = ulong.MaxValue << at;
            for (var brackets = masks->Brackets & left; brackets != 0; brackets &= brackets - 1)
            {
                var upTo = brackets ^ (brackets - 1);
                var bad = ((objects & 1) != 0 ? masks->BadInObject : masks->BadInArray) & upTo & left;
                fault = (at & -BlockBytes) + BitOperations.TrailingZeroCount(bad == 0 ? brackets : bad);
                if (bad != 0) return ContainerFault.Misplaced;
                left &= ~upTo;

                var bracket = _text[fault];
                var curly = (ulong)(bracket & CurlyBit) / CurlyBit;
                if (bracket == '\n') return ContainerFault.Misplaced;
                if ((bracket & OpenBit) != 0)
                {
                    if (depth++ == maxDepth) return ContainerFault.TooDeep;
                    objects = (objects << 1) | curly;
                    continue;
                }

                if ((objects & 1) != curly) return ContainerFault.Misplaced;
                objects >>= 1;
                if (--depth == 0) return fault;
            }

            var rest = ((objects & 1) != 0 ? masks->BadInObject : masks->BadInArray) & left;
            fault = (at & -BlockBytes) + BitOperations.TrailingZeroCount(rest);
            if (rest != 0) return ContainerFault.Misplaced;
        }

        fault = Length;
        return ContainerFault.Unended;
    }
}
