using System.Globalization;

namespace RestStream.Storage.Log;

/// <summary>Names of the files of a partition: twenty digits of the base offset and a suffix, as Kafka's.</summary>
internal static class SegmentName
{
    public const string Log = ".log", OffsetIndex = ".index", TimeIndex = ".timeindex", Torn = ".torn", Deleted = ".deleted", Cleaned = ".cleaned", Swap = ".swap";
    private const int Digits = 20;

    public static string Of(long baseOffset, string suffix) => string.Create(CultureInfo.InvariantCulture, $"{baseOffset:D20}{suffix}");

    /// <summary>The base offset when <paramref name="name"/> is twenty digits and the suffix.</summary>
    public static bool TryParse(string name, string suffix, out long baseOffset)
    {
        baseOffset = -1;
        return name.Length == Digits + suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out baseOffset);
    }
}
