using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using RestStream.Core.Topics;

namespace RestStream.Broker.Groups.DeadLetters;

/// <summary>The name of a consumer's dead-letter topic: <c>&lt;topic&gt;.&lt;group&gt;.dlq</c>. Characters that a topic's name cannot have become <c>_</c> and what is too long is cut; a short
/// hash of both names then keeps different pairs apart.</summary>
internal static partial class DeadLetterTopic
{
    private const string Suffix = ".dlq";
    private const int HashLength = 8;

    public static string NameFor(string topic, string group)
    {
        var plain = $"{topic}.{group}";
        if (TopicName.Violation(plain + Suffix) is null) return plain + Suffix;
        var legal = Illegal().Replace(plain, "_");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{topic}\0{group}")))[..HashLength];
        var room = TopicName.MaxLength - Suffix.Length - HashLength - 1;
        return $"{(legal.Length > room ? legal[..room] : legal)}-{hash}{Suffix}";
    }

    [GeneratedRegex("[^a-zA-Z0-9._-]")]
    private static partial Regex Illegal();
}
