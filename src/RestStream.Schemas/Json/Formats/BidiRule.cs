using RestStream.Schemas.Json.Unicode;

namespace RestStream.Schemas.Json.Formats;

/// <summary>RFC 5893: what every label of a name holds to, when one of them is written from right to left.</summary>
internal static class BidiRule
{
    private static readonly CodePointSet RightToLeft = Classes("R", "AL");
    private static readonly CodePointSet LeftToRight = Classes("L");
    private static readonly CodePointSet ArabicNumbers = Classes("AN");
    private static readonly CodePointSet EuropeanNumbers = Classes("EN");
    private static readonly CodePointSet Marks = Classes("NSM");
    private static readonly CodePointSet Neutral = Classes("ES", "CS", "ET", "ON", "BN", "NSM");

    /// <summary>Whether such a label makes its name one that the rule is for.</summary>
    public static bool MakesBidi(ReadOnlySpan<int> label)
    {
        foreach (var point in label)
        {
            if (RightToLeft.Contains(point) || ArabicNumbers.Contains(point)) return true;
        }

        return false;
    }

    /// <summary>Whether a label that is not empty holds to the rule.</summary>
    public static bool Holds(ReadOnlySpan<int> label)
    {
        if (RightToLeft.Contains(label[0])) return HoldsRightToLeft(label);
        return LeftToRight.Contains(label[0]) && HoldsLeftToRight(label);
    }

    private static bool HoldsRightToLeft(ReadOnlySpan<int> label)
    {
        var (hasArabic, hasEuropean) = (false, false);
        foreach (var point in label)
        {
            hasArabic |= ArabicNumbers.Contains(point);
            hasEuropean |= EuropeanNumbers.Contains(point);
            if (LeftToRight.Contains(point)) return false;
        }

        var last = LastButMarks(label);
        return !(hasArabic && hasEuropean) && (RightToLeft.Contains(last) || ArabicNumbers.Contains(last) || EuropeanNumbers.Contains(last));
    }

    private static bool HoldsLeftToRight(ReadOnlySpan<int> label)
    {
        foreach (var point in label)
        {
            if (!LeftToRight.Contains(point) && !EuropeanNumbers.Contains(point) && !Neutral.Contains(point)) return false;
        }

        var last = LastButMarks(label);
        return LeftToRight.Contains(last) || EuropeanNumbers.Contains(last);
    }

    private static int LastButMarks(ReadOnlySpan<int> label)
    {
        var last = label.Length - 1;
        while (last > 0 && Marks.Contains(label[last])) last--;
        return label[last];
    }

    private static CodePointSet Classes(params ReadOnlySpan<string> names)
    {
        var set = CodePointSet.Empty;
        foreach (var name in names) set = set.Union(UnicodeTables.Get("bc", name));
        return set;
    }
}
