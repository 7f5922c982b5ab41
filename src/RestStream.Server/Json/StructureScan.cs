using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RestStream.Server.Json;

/// <summary>
/// Finds the structure of a JSON text (or of many NDJSON lines) by vector instructions, 64 bytes a step, one window after another, and checks on the way all
/// that can be told from neighbouring tokens: strings, escapes, numbers, literals, UTF-8, which token may follow which. What depends on the container
/// (brackets that match, commas and colons that fit) is left to <see cref="SkipContainer"/> and to whoever walks the tokens.
/// </summary>
/// <remarks>
/// Everything is bit arithmetic on one bit per byte. "The token that follows X" is one addition: let <c>gaps</c> be the bytes where no token begins; adding
/// the bits behind X lets a carry run through the gap and stop at the next token. Carries out of a block are kept for the next one.
/// The text must stay pinned; only forward moves are possible, since the masks of one window replace those of the last.
/// </remarks>
internal unsafe ref partial struct StructureScan
{
    /// <summary>How many blocks a window has; its masks stay in the first-level cache.</summary>
    public const int WindowBlocks = 128;

    private const int BlockBytes = 64;
    private readonly byte* _text;
    private readonly BlockMasks* _masks;
    private readonly ulong _lineFeeds;
    private int _windowStart;
    private int _windowEnd;
    private int _checkedUtf8;
    private Carry _carry;

    /// <summary>Over <paramref name="length"/> pinned bytes; <paramref name="masks"/> is room for <see cref="WindowBlocks"/> blocks.</summary>
    public StructureScan(byte* text, int length, BlockMasks* masks, bool areLines)
    {
        _text = text;
        _masks = masks;
        Length = length;
        _lineFeeds = areLines ? ulong.MaxValue : 0;
    }

    /// <summary>The length of the text, and what <see cref="Next"/> gives when there are no more tokens.</summary>
    public int Length { get; }

    /// <summary>What ended the scan before the end of the text; no token at or behind <see cref="FaultOffset"/> is given out.</summary>
    public ScanFault Fault { get; private set; }

    /// <summary>Where it is.</summary>
    public int FaultOffset { get; private set; }

    /// <summary>Whether a backslash was met so far, window-wise.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>The byte at <paramref name="at"/>, 0 at the end.</summary>
    public readonly byte this[int at] => at < Length ? _text[at] : (byte)0;

    /// <summary>The first token behind <paramref name="after"/>; <see cref="Length"/> when there is none or the scan ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int after)
    {
        var at = after + 1;
        if (at < _windowEnd)
        {
            var bits = _masks[(at - _windowStart) / BlockBytes].Tokens & (ulong.MaxValue << at);
            if (bits != 0) return (at & -BlockBytes) + BitOperations.TrailingZeroCount(bits);
        }

        return NextInLaterBlock(at);
    }

    /// <summary>The first token behind <paramref name="after"/> if it lies in the window, else -1; nothing moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int NextInWindow(int after)
    {
        for (var at = after + 1; at < _windowEnd; at = (at & -BlockBytes) + BlockBytes)
        {
            var bits = _masks[(at - _windowStart) / BlockBytes].Tokens & (ulong.MaxValue << at);
            if (bits != 0) return (at & -BlockBytes) + BitOperations.TrailingZeroCount(bits);
        }

        return -1;
    }

    private int NextInLaterBlock(int at)
    {
        for (at = AtLeast(at); TryReach(at); at = (at & -BlockBytes) + BlockBytes)
        {
            var bits = _masks[(at - _windowStart) / BlockBytes].Tokens & (ulong.MaxValue << at);
            if (bits != 0) return (at & -BlockBytes) + BitOperations.TrailingZeroCount(bits);
        }

        return Length;
    }

    private readonly int AtLeast(int at) => Math.Max(at, _windowStart);

    /// <summary>Scans until the window holds <paramref name="at"/>; false when the text or the scan ends before.</summary>
    private bool TryReach(int at)
    {
        while (at >= _windowEnd)
        {
            if (!TryScanWindow()) return false;
        }

        return true;
    }

    /// <summary>Goes to the next window; false at the end of the text or of the scan.</summary>
    public bool TryScanWindow()
    {
        if (_windowEnd >= Length || Fault != ScanFault.None) return false;
        ScanWindow();
        return true;
    }

    private void ScanWindow()
    {
        if (Vector512.IsHardwareAccelerated) ScanWindow<BlockOf1x512, Vector512<byte>>();
        else if (Vector256.IsHardwareAccelerated) ScanWindow<BlockOf2x256, Bytes2x256>();
        else ScanWindow<BlockOf4x128, Bytes4x128>();
    }

    /// <summary>The next window. For tests: with vectors of one width.</summary>
    internal void ScanWindow<TBlock, TBytes>()
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct
    {
        var (start, at, carry) = (_windowEnd, _windowEnd, _carry);
        var masks = _masks;
        var end = (int)Math.Min(Length, start + (long)(WindowBlocks * BlockBytes));
        carry.NonAscii = 0;
        for (; at <= end - BlockBytes && Fault == ScanFault.None; at += BlockBytes) ScanBlock<TBlock, TBytes>(_text + at, at, masks++, ref carry);
        _carry = carry;
        if (at < end && Fault == ScanFault.None)
        {
            ScanTail<TBlock, TBytes>(at, masks);
            at = end;
        }

        (_windowStart, _windowEnd) = (start, at);
        CheckUtf8();
        if (_windowEnd == Length && _carry.InString != 0 && Fault == ScanFault.None) SetFault(ScanFault.Unclosed, Length);
    }

    [SkipLocalsInit]
    private void ScanTail<TBlock, TBytes>(int at, BlockMasks* masks)
        where TBlock : struct, IBlockOf64<TBytes>
        where TBytes : struct
    {
        var tail = stackalloc byte[BlockBytes];
        new Span<byte>(tail, BlockBytes).Fill((byte)' ');
        new ReadOnlySpan<byte>(_text + at, Length - at).CopyTo(new Span<byte>(tail, BlockBytes));
        var carry = _carry;
        ScanBlock<TBlock, TBytes>(tail, at, masks, ref carry);
        _carry = carry;
    }
}
