using System.Globalization;

namespace RestStream.Broker.Groups.Sessions;

/// <summary>
/// How often the record at a committed offset was delivered in vain. It is kept in the commit's metadata text, so that it survives whatever the offset survives:
/// <code>reststream:deliveries=2            the record at the offset was delivered twice and rejected, or its consumers expired
/// reststream:deliveries=2;until=520   consumers expired with all records before offset 520: one of them is suspected, so they are delivered one at a time</code>
/// Text without that prefix is a client's own and counts nothing.
/// </summary>
/// <param name="Count">Deliveries in vain, 0 or more.</param>
/// <param name="Until">Behind the last suspect; 0 when there is none.</param>
internal readonly record struct DeliveryCount(int Count, long Until = 0)
{
    private const string Prefix = "reststream:deliveries=";
    private const string UntilPrefix = ";until=";

    /// <summary>True when the record at an offset is delivered alone: consumers have expired twice, and it may have been the cause.</summary>
    public bool IsSuspect(long offset) => offset < Until;

    /// <summary>Reads the text of a commit.</summary>
    public static DeliveryCount Parse(string metadata)
    {
        if (!metadata.StartsWith(Prefix, StringComparison.Ordinal)) return default;
        var text = metadata.AsSpan(Prefix.Length);
        var end = text.IndexOf(UntilPrefix, StringComparison.Ordinal);
        var until = 0L;
        if (end >= 0 && !long.TryParse(text[(end + UntilPrefix.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out until)) return default;
        return int.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? new(count, until) : default;
    }

    /// <summary>What remains when an offset is committed: suspects behind it stay suspected.</summary>
    public DeliveryCount After(long offset) => offset < Until ? new(0, Until) : default;

    /// <summary>The text to commit; empty when there is nothing to keep.</summary>
    public string ToMetadata() => (Count, Until) switch
    {
        (0, 0) => "",
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Count}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Count}{UntilPrefix}{Until}"),
    };
}
