using System.Globalization;
using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 5892: which code points may stand in a label, and which only beside others.</summary>
internal static class IdnaRules
{
    private const int ZeroWidthNonJoiner = 0x200C, ZeroWidthJoiner = 0x200D;

    private static readonly CodePointSet Valid = UnicodeTables.Get("idna", "Valid");
    private static readonly CodePointSet Virama = UnicodeTables.Get("ccc", "Virama");
    private static readonly CodePointSet Transparent = UnicodeTables.Get("jt", "T");
    private static readonly CodePointSet JoinsNext = UnicodeTables.Get("jt", "L").Union(UnicodeTables.Get("jt", "D"));
    private static readonly CodePointSet JoinsPrevious = UnicodeTables.Get("jt", "R").Union(UnicodeTables.Get("jt", "D"));
    private static readonly CodePointSet Greek = UnicodeTables.Get("sc", "Greek");
    private static readonly CodePointSet Hebrew = UnicodeTables.Get("sc", "Hebrew");
    private static readonly CodePointSet Japanese = UnicodeTables.Get("sc", "Hiragana").Union(UnicodeTables.Get("sc", "Katakana")).Union(UnicodeTables.Get("sc", "Han"));

    /// <summary>Whether a label may hold these, in this order.</summary>
    public static bool AreAllowed(ReadOnlySpan<int> label)
    {
        var first = CharUnicodeInfo.GetUnicodeCategory(label[0]);
        if (first is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark) return false;
        for (var at = 0; at < label.Length; at++)
        {
            if (!Valid.Contains(label[at]) && !HasContext(label, at)) return false;
        }

        return true;
    }

    /// <summary>Appendix A: code points that are allowed beside certain others only.</summary>
    private static bool HasContext(ReadOnlySpan<int> label, int at) => label[at] switch
    {
        0x00B7 => At(label, at - 1) == 'l' && At(label, at + 1) == 'l',
        0x0375 => Greek.Contains(At(label, at + 1)),
        0x05F3 or 0x05F4 => Hebrew.Contains(At(label, at - 1)),
        0x30FB => HasJapanese(label),
        >= 0x0660 and <= 0x0669 => !label.ContainsAnyInRange(0x06F0, 0x06F9),
        >= 0x06F0 and <= 0x06F9 => !label.ContainsAnyInRange(0x0660, 0x0669),
        ZeroWidthJoiner => Virama.Contains(At(label, at - 1)),
        ZeroWidthNonJoiner => Virama.Contains(At(label, at - 1)) || JoinsBoth(label, at),
        _ => false,
    };

    /// <summary>The code point at a place; 0, which is in no set here, beyond the ends.</summary>
    private static int At(ReadOnlySpan<int> label, int at) => at >= 0 && at < label.Length ? label[at] : 0;

    private static bool HasJapanese(ReadOnlySpan<int> label)
    {
        foreach (var point in label)
        {
            if (Japanese.Contains(point)) return true;
        }

        return false;
    }

    /// <summary>Whether, transparent ones aside, the code points before and behind would join here.</summary>
    private static bool JoinsBoth(ReadOnlySpan<int> label, int at)
    {
        int before = at - 1, behind = at + 1;
        while (Transparent.Contains(At(label, before))) before--;
        while (Transparent.Contains(At(label, behind))) behind++;
        return JoinsNext.Contains(At(label, before)) && JoinsPrevious.Contains(At(label, behind));
    }
}
