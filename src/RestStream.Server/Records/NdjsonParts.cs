namespace RestStream.Server.Records;

/// <summary>
/// Cuts an upload into parts. A line that may be a record over the topic's limit becomes a part of its own, so that nothing behind it is stored when it is refused.
/// </summary>
internal static class NdjsonParts
{
    /// <summary>How many of the buffered bytes make the next part: lines up to the first long one, or that line alone (with its line feed when it is there).</summary>
    public static int NextLength(ReadOnlySpan<byte> buffered, int longLine)
    {
        var at = 0;
        while (buffered.Length - at > longLine)
        {
            var lastInWindow = buffered.Slice(at, longLine).LastIndexOf((byte)'\n');
            if (lastInWindow < 0) return at > 0 ? at : LineLength(buffered);
            at += lastInWindow + 1;
        }

        return buffered.Length;
    }

    private static int LineLength(ReadOnlySpan<byte> buffered) => buffered.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : buffered.Length;
}
