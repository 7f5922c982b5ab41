using System.Text;

namespace RestStream.Broker.DeadLetters;

/// <summary>The headers that say where a dead letter came from and why.</summary>
internal static class DeadLetterHeaders
{
    /// <summary>What the name of each begins with.</summary>
    public const string Prefix = "reststream.dlq.";

    /// <summary>The text, cut between two characters when it takes more than so many bytes.</summary>
    public static string Shortened(string text, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= maxBytes) return text;
        var end = maxBytes;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) end--;
        return Encoding.UTF8.GetString(bytes, 0, end);
    }
}
